"""HTTP requests to departments of the local platform, as one of their people."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from liandong.envelope import new_id
from shared.clock.system import system_clock
from shared.config.tls import PLAIN, HttpTls
from shared.local.dev_keys import development_token
from shared.local.state_file import read_state
from shared.vocabulary import city_code
from shared.web.auth import Caller, Role
from shared.web.client import NoAnswerError, ask, ask_json, problem_text

LIFETIME = timedelta(minutes=5)


class CallError(Exception):
    """The request failed; the text says what to do."""


def call(
    home: Path,
    department: str,
    path: str,
    *,
    roles: Sequence[Role],
    subject: str,
    division: str = "",
    body: str | None = None,
    key: str | None = None,
) -> tuple[int, Any]:
    """GET a path, or POST a JSON text to it; return status and JSON answer.

    The token comes from the development issuer of `home`; the caller is of the office of
    `division`, by default the city's. `key` is the Idempotency-Key; without it each POST is a new
    request. `CallError` if nothing runs there or the department does not answer.
    """
    headers = _headers(home, _caller(subject, department, roles, division))
    if body is not None:
        headers |= {"Content-Type": "application/json", "Idempotency-Key": key or new_id()}
    address = f"{_address(home, department)}{path}"
    try:
        return ask_json(address, headers, body.encode() if body is not None else None)
    except NoAnswerError as error:
        raise CallError(str(error)) from error


def fetch(
    home: Path,
    department: str,
    path: str,
    *,
    roles: Sequence[Role],
    subject: str,
    division: str = "",
) -> bytes:
    """GET a file; raises `CallError` with the text of a problem."""
    headers = _headers(home, _caller(subject, department, roles, division))
    return read_file(f"{_address(home, department)}{path}", headers)


def read_file(address: str, headers: Mapping[str, str], tls: HttpTls = PLAIN) -> bytes:
    """GET a file from any department; raises `CallError` with the text of a problem."""
    try:
        status, raw = ask(address, headers, tls=tls)
    except NoAnswerError as error:
        raise CallError(str(error)) from error
    if status >= HTTPStatus.BAD_REQUEST:
        raise CallError(problem_text(status, raw))
    return raw


def _caller(subject: str, department: str, roles: Sequence[Role], division: str) -> Caller:
    return Caller(subject, department, frozenset(roles), division or city_code())


def _headers(home: Path, caller: Caller) -> dict[str, str]:
    return {"Authorization": f"Bearer {_token(home, caller)}"}


def _token(home: Path, caller: Caller) -> str:
    return development_token(home, caller, system_clock(), LIFETIME)


def _address(home: Path, department: str) -> str:
    running = read_state(home)
    if running is None:
        raise CallError(f"no platform runs in {home}: start one with `liandong up --home {home}`")
    if department not in running.services:
        known = ", ".join(running.services)
        raise CallError(f"{department!r} does not run there; there are: {known}")
    return running.services[department]
