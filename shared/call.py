"""Ask a department of the platform that runs on this machine, as a person of that department."""

import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from liandong.envelope import new_id
from shared.auth import Caller, Role
from shared.devkeys import development_token
from shared.local.running import find_running
from shared.timing import system_clock

LIFETIME = timedelta(minutes=5)
LONGEST_S = 60.0


class CallError(Exception):
    """The call cannot be made; the text says what to do."""


def call(
    home: Path,
    department: str,
    path: str,
    *,
    roles: Sequence[Role],
    subject: str,
    body: str | None = None,
    key: str | None = None,
) -> tuple[int, Any]:
    """GET a path, or POST a JSON text to it; tell status and JSON answer.

    The development issuer of `home` makes the token on the spot. Without a `key` each POST is a
    new request. `CallError` if nothing runs there or the department does not answer.
    """
    request = urllib.request.Request(  # noqa: S310  the address is that of our own platform
        f"{_address(home, department)}{path}", data=body.encode() if body is not None else None
    )
    caller = Caller(subject, department, frozenset(roles))
    request.add_header("Authorization", f"Bearer {_token(home, caller)}")
    if body is not None:
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", key or new_id())
    return _answer(request)


def fetch(home: Path, department: str, path: str, *, roles: Sequence[Role], subject: str) -> bytes:
    """GET a file; `CallError` tells a problem in words."""
    request = urllib.request.Request(f"{_address(home, department)}{path}")  # noqa: S310  likewise
    caller = Caller(subject, department, frozenset(roles))
    request.add_header("Authorization", f"Bearer {_token(home, caller)}")
    return read_file(request)


def read_file(request: urllib.request.Request) -> bytes:
    """Read a file from any department; `CallError` tells a problem in words."""
    try:
        with urllib.request.urlopen(request, timeout=LONGEST_S) as response:  # noqa: S310  likewise
            return bytes(response.read())
    except urllib.error.HTTPError as error:
        problem = orjson.loads(error.read())
        raise CallError(f"{problem['title']}：{problem['detail']}") from error
    except OSError as error:
        raise CallError(f"{request.full_url} does not answer: {error}") from error


def _token(home: Path, caller: Caller) -> str:
    return development_token(home, caller, system_clock(), LIFETIME)


def _address(home: Path, department: str) -> str:
    running = find_running(home)
    if running is None:
        raise CallError(f"no platform runs in {home}: start one with `liandong up --home {home}`")
    if department not in running.services:
        known = ", ".join(running.services)
        raise CallError(f"{department!r} does not run there; there are: {known}")
    return running.services[department]


def _answer(request: urllib.request.Request) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(request, timeout=LONGEST_S) as response:  # noqa: S310  likewise
            return response.status, orjson.loads(response.read())
    except urllib.error.HTTPError as error:
        return error.code, orjson.loads(error.read())
    except OSError as error:
        raise CallError(f"{request.full_url} does not answer: {error}") from error
