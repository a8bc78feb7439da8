"""Asking departments about failed messages, on this machine or far away, over the same HTTP API."""

import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

import orjson

from liandong.address import plain_kinds, refuse_plain
from liandong.envelope import new_id
from liandong.errors import BadAddress
from shared.auth import Role
from shared.call import call
from shared.local.running import find_running
from shared.tls import http_tls_from

PAGE = 500
LONGEST_S = 60.0
Query = dict[str, str]
Json = Any


class AskError(Exception):
    """A department refused or did not answer; the text says what to do.

    `status` is that of its answer, 0 if there was none.
    """

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status


class Desk(Protocol):
    """One department's HTTP API, asked by one person."""

    @property
    def department(self) -> str:
        """Its name; empty where only its address is known."""

    def ask(self, path: str, body: Json = None) -> Json:
        """GET a path, or POST a body to it; `AskError` tells a problem in words."""


@dataclass(frozen=True, slots=True)
class LocalDesk:
    """A department of the platform that runs on this machine; tokens are made on the spot."""

    home: Path
    department: str
    person: str

    def ask(self, path: str, body: Json = None) -> Json:
        """GET a path, or POST a body to it."""
        text = orjson.dumps(body).decode() if body is not None else None
        status, answer = call(
            self.home, self.department, path, roles=[Role.OPS], subject=self.person, body=text
        )
        return _good(status, answer)


@dataclass(frozen=True, slots=True)
class RemoteDesk:
    """A department anywhere, by its address and a token of its identity provider."""

    url: str
    token: str
    department: str = ""

    def ask(self, path: str, body: Json = None) -> Json:
        """GET a path, or POST a body to it; the token goes beyond this machine by TLS alone."""
        try:
            refuse_plain(self.url, "https://", "http" in plain_kinds(os.environ), "http")
        except BadAddress as error:
            raise AskError(str(error)) from error
        request = urllib.request.Request(  # noqa: S310  the person at the keyboard gave the address
            f"{self.url.rstrip('/')}{path}",
            data=orjson.dumps(body) if body is not None else None,
            headers={"Authorization": f"Bearer {self.token}"},
        )
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.add_header("Idempotency-Key", new_id())
        try:
            trusted = http_tls_from(os.environ).client()
            with urllib.request.urlopen(request, timeout=LONGEST_S, context=trusted) as answer:  # noqa: S310  likewise
                return orjson.loads(answer.read())
        except urllib.error.HTTPError as error:
            return _good(error.code, _problem(error.read()))
        except OSError as error:
            raise AskError(f"{self.url} does not answer: {error}") from error


def local_departments(home: Path) -> tuple[str, ...]:
    """List the departments that run on this machine."""
    running = find_running(home)
    if running is None:
        raise AskError(f"no platform runs in {home}: start one with `liandong up --home {home}`")
    return tuple(running.services)


def pages(desk: Desk, path: str, query: Query, most: int | None = None) -> Iterator[Json]:
    """Give the items of a list, page by page."""
    after, given = "", 0
    while most is None or given < most:
        limit = PAGE if most is None else min(PAGE, most - given)
        asked = urlencode({**query, "limit": limit, **({"after": after} if after else {})})
        page = desk.ask(f"{path}?{asked}")
        yield from page["items"]
        given += len(page["items"])
        if page["next"] is None:
            return
        after = page["next"]


def _good(status: int, answer: Json) -> Json:
    if status < 400:
        return answer
    problem = answer if isinstance(answer, dict) else {}
    told = f"{problem.get('title', status)}：{problem.get('detail', answer)}"
    raise AskError(told, status)


def _problem(raw: bytes) -> Json:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return raw.decode(errors="replace")[:500]
