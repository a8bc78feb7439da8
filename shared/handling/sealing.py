"""Seals (encrypts) and opens restricted events with the keys of one department."""

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
    """A restricted event cannot be sealed; it is never published in the clear instead."""

    slug = "no-seal"

    def __init__(self, why: str) -> None:
        super().__init__(f"限制性事件须密封后才能发出：{why}")


class CannotOpenError(RejectedError):
    """A sealed event cannot be opened with this department's keys."""

    slug = "cannot-open"
    title = "无法启封"

    def __init__(self, event_id: str, why: str) -> None:
        super().__init__(f"密封的事件 {event_id} 无法启封：{why}")


class Sealer:
    """Seals events that a department publishes, and opens events sealed for it."""

    def __init__(self, recipients: Recipients, keys: PrivateKeyProvider) -> None:
        self._recipients = recipients
        self._keys = keys

    @classmethod
    def load(cls, folder: Path, department: str) -> "Sealer":
        """Use the key files in a folder, reloaded on change; `BadKeyFile` if one is unreadable."""
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
        """Decrypt an event's data, or raise `CannotOpenError`."""
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
    """Return the data of a restricted event, opened with the reader's keys.

    One that arrived in the clear is logged and counted; `shared.delivery.inbox.envelope_rules`
    decides whether it is accepted. Raises `CannotOpenError`.
    """
    if not is_sealed(envelope):
        log.warning("event.unsealed", type=envelope.type, id=envelope.id)
        metrics.EVENTS_UNSEALED.labels(envelope.department).inc()
        return envelope.data
    if sealer is None:
        raise CannotOpenError(envelope.id, f"本部门没有配置密封密钥（{SEALING_FILE}）")
    return sealer.open(envelope)
