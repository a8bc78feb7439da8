"""Fetch the events that other departments received from this one, signed with its own key."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from urllib.parse import quote

import orjson

from liandong.envelope.validation import written_instant
from liandong.keys.signer import Signing
from liandong.messages.claim_check import Unreachable
from liandong.messages.request_signature import authorization_of
from shared.clock.system import Clock
from shared.config.tls import PLAIN, HttpTls
from shared.delivery.contents.peers import Peers
from shared.operations.recovery.answers import FIRST, heard_of_answer, path_of
from shared.operations.recovery.records import ReceivedEvent
from shared.web.client import NoAnswerError, ask, problem_text

LONGEST_S = 30.0


class DepartmentSilentError(Exception):
    """A department does not respond, or refuses."""


class RecoveryClient:
    """Sends requests to other departments in the name of one department."""

    def __init__(self, peers: Peers, signer: Signing, clock: Clock, tls: HttpTls = PLAIN) -> None:
        self._peers = peers
        self._signer = signer
        self._clock = clock
        self._tls = tls

    def ask(self, department: str, since: datetime) -> list[ReceivedEvent]:
        """Fetch the events a department received since then; raises `DepartmentSilentError`."""
        told, cursor = written_instant(since, "since"), FIRST
        found: list[ReceivedEvent] = []
        try:
            while cursor:
                path = path_of(told, cursor)
                header = authorization_of(path, department, self._signer, self._clock())
                address = self._peers.address(department).rstrip("/") + quote(path)
                answer = _get(address, header, self._tls)
                found += heard_of_answer(answer)
                cursor = str(answer["next"])
        except (NoAnswerError, DepartmentSilentError, ValueError, KeyError, Unreachable) as error:
            raise DepartmentSilentError(f"{department}: {error}") from error
        return found


def _get(address: str, header: str, tls: HttpTls) -> dict[str, str]:
    status, raw = ask(address, {"Authorization": header}, longest_s=LONGEST_S, tls=tls)
    if status != HTTPStatus.OK:
        raise DepartmentSilentError(problem_text(status, raw))
    read: dict[str, str] = orjson.loads(raw)
    return read


def listeners_of(department: str) -> Sequence[str]:
    """List the departments that subscribe to a department, except itself."""
    from shared.broker.topology import subscribers_of  # noqa: PLC0415
    from shared.catalog.catalog import department_names  # noqa: PLC0415  imports every service

    return [
        who for who in subscribers_of(department) if who in department_names() and who != department
    ]
