"""Clients of the HTTP API for failed messages, of local and remote departments."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

import orjson

from liandong.amqp.address import require_tls
from liandong.envelope import new_id
from liandong.errors import BadAddress
from shared.cli.call import CallError, call
from shared.config.command_settings import STANDARD, HttpClientSettings
from shared.local.state_file import read_state
from shared.web.auth import Role
from shared.web.client import NoAnswerError, ask_json

PAGE = 500
Query = dict[str, str]
Json = Any


class ClientError(Exception):
    """A department refused or did not answer; the text says what to do.

    `status` is the HTTP status of its answer, 0 if there was none.
    """

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status


class DepartmentApi(Protocol):
    """One department's HTTP API, accessed by one person."""

    @property
    def department(self) -> str:
        """The department's name; empty if only its address is known."""

    def ask(self, path: str, body: Json = None) -> Json:
        """GET a path, or POST a body to it; raises `ClientError` with the text of a problem."""


@dataclass(frozen=True, slots=True)
class LocalClient:
    """A department of the local platform; tokens come from the development issuer."""

    home: Path
    department: str
    person: str

    def ask(self, path: str, body: Json = None) -> Json:
        """GET a path, or POST a body to it."""
        text = orjson.dumps(body).decode() if body is not None else None
        try:
            status, answer = call(
                self.home, self.department, path, roles=[Role.OPS], subject=self.person, body=text
            )
        except CallError as error:
            raise ClientError(str(error)) from error
        return good(status, answer)


@dataclass(frozen=True, slots=True)
class RemoteClient:
    """A remote department, with its address and a token of its identity provider."""

    url: str
    token: str
    department: str = ""
    client: HttpClientSettings = STANDARD

    @property
    def headers(self) -> dict[str, str]:
        """The authorization header."""
        return {"Authorization": f"Bearer {self.token}"}

    def address(self, path: str) -> str:
        """Return the URL of a path; `ClientError` if a token would leave here without TLS."""
        try:
            require_tls(self.url, "https://", self.client.plain_allowed, "http")
        except BadAddress as error:
            raise ClientError(str(error)) from error
        return f"{self.url.rstrip('/')}{path}"

    def ask(self, path: str, body: Json = None) -> Json:
        """GET a path, or POST a body to it."""
        headers, raw = self.headers, None
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": new_id()}
            raw = orjson.dumps(body)
        try:
            status, answer = ask_json(self.address(path), headers, raw, tls=self.client.tls)
        except NoAnswerError as error:
            raise ClientError(str(error)) from error
        return good(status, answer)


def local_departments(home: Path) -> tuple[str, ...]:
    """List the departments that run on this machine."""
    running = read_state(home)
    if running is None:
        raise ClientError(f"no platform runs in {home}: start one with `liandong up --home {home}`")
    return tuple(running.services)


def pages(desk: DepartmentApi, path: str, query: Query, most: int | None = None) -> Iterator[Json]:
    """Yield the items of a list, page by page, at most `most`."""
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


def good(status: int, answer: Json) -> Json:
    """Return an answer; raises `ClientError` if it is a problem."""
    if status < HTTPStatus.BAD_REQUEST:
        return answer
    problem = answer if isinstance(answer, dict) else {}
    told = f"{problem.get('title', status)}：{problem.get('detail', answer)}"
    raise ClientError(told, status)
