"""Sealing and opening restricted events, with the keys of one department."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from liandong.envelope import Envelope
from liandong.errors import CannotOpen, NoRecipientKey
from liandong.keys.reloading_seals import OpeningKeyFile, RecipientList
from liandong.keys.sealing_key_files import SEAL_SUFFIX, SEALING_FILE
from liandong.keys.sealing_keys import PrivateKeyProvider, Recipients
from liandong.messages.sealing import is_sealed, seal, unseal
from shared.errors import RejectedError, RetryableError
from shared.observability import metrics

log = structlog.get_logger()


class NoSealError(RetryableError):
    """An event must be sealed and cannot be: it is not published in the clear instead."""

    slug = "no-seal"

    def __init__(self, why: str) -> None:
        super().__init__(f"限制性事件须密封后才能发出：{why}")


class CannotOpenError(RejectedError):
    """A sealed event cannot be read here."""

    slug = "cannot-open"
    title = "无法启封"

    def __init__(self, event_id: str, why: str) -> None:
        super().__init__(f"密封的事件 {event_id} 无法启封：{why}")


class Sealer:
    """Seals what a department publishes, and opens what was sealed for it."""

    def __init__(self, recipients: Recipients, keys: PrivateKeyProvider) -> None:
        self._recipients = recipients
        self._keys = keys

    @classmethod
    def load(cls, folder: Path, department: str) -> "Sealer":
        """Follow the files in a folder; `BadKeyFile` if one cannot be read."""
        recipients = RecipientList(folder / SEALING_FILE)
        return cls(recipients, OpeningKeyFile(folder / f"{department}{SEAL_SUFFIX}"))

    def seal(self, envelope: Envelope, departments: Iterable[str], now: datetime) -> Envelope:
        """Seal an event for these departments and its publisher, or raise `NoSealError`."""
        try:
            return seal(envelope, departments, self._recipients, now)
        except NoRecipientKey as error:
            raise NoSealError(
                f"名单 {SEALING_FILE} 中没有“{error.department}”的有效密封公钥，请运维补全后重试"
            ) from error

    def open(self, envelope: Envelope) -> Mapping[str, Any]:
        """Decrypt what an event says, or raise `CannotOpenError`."""
        try:
            return unseal(envelope, self._keys).data
        except CannotOpen as error:
            raise CannotOpenError(envelope.id, error.reason) from error


def seal_or_refuse(
    sealer: Sealer | None, envelope: Envelope, departments: Iterable[str], now: datetime
) -> Envelope:
    """Seal an event; without a sealer it is refused."""
    if sealer is None:
        raise NoSealError(f"本部门没有配置密封密钥（{SEALING_FILE}）")
    return sealer.seal(envelope, departments, now)


def open_if_sealed(sealer: Sealer | None, envelope: Envelope) -> Mapping[str, Any]:
    """Give what a restricted event says, opened with the keys of its reader.

    One that came in the clear is told in the log and counted; whether it is taken is decided by
    its contract (`shared.delivery.inbox.envelope_rules`).
    """
    if not is_sealed(envelope):
        log.warning("event.unsealed", type=envelope.type, id=envelope.id)
        metrics.EVENTS_UNSEALED.labels(envelope.department).inc()
        return envelope.data
    if sealer is None:
        raise CannotOpenError(envelope.id, f"本部门没有配置密封密钥（{SEALING_FILE}）")
    return sealer.open(envelope)
