"""A client of the departments' APIs, like a clerk's system."""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx

from demo.offices import OfficeDirectory
from shared.clock import system_clock
from shared.local.dev_keys import development_token
from shared.vocabulary import city_code
from shared.web import Caller, Role

T = TypeVar("T")
Json = dict[str, Any]
TOKENS_LAST = timedelta(hours=8)
REQUEST_S = 15.0
LOOK_AGAIN_S = 0.03
MOST_PER_PAGE = "500"
OFFICE = "coordination"
"""The coordination office is asked at the city's level, which sees all counties."""


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """An API's answer; `replayed` is whether it is the stored answer of an earlier request."""

    status: int
    body: Json
    replayed: bool
    ms: float

    @property
    def ok(self) -> bool:
        """Whether the status is 200."""
        return self.status == httpx.codes.OK


class Client:
    """The API of one department, with development tokens for its people."""

    def __init__(
        self, department: str, address: str, home: Path, offices: OfficeDirectory | None = None
    ) -> None:
        self.department = department
        self.address = address
        self._home = home
        self._offices = offices or OfficeDirectory()
        # trust_env=False: requests to this machine must not go through a proxy of the environment.
        self._http = httpx.Client(base_url=address, timeout=REQUEST_S, trust_env=False)
        self._tokens: dict[tuple[str, Role, str], str] = {}

    def post(
        self,
        path: str,
        body: Json,
        *,
        role: Role = Role.CLERK,
        who: str = "",
        key: str = "",
        wait_s: int | None = None,
        division: str = "",
    ) -> ApiAnswer:
        """Send a command; `key` is the idempotency key, a new one by default.

        The person is of the office that handles the matter, unless `division` names another.

        `wait_s` is how long the API waits for answers of other departments (`Prefer: wait=N`).
        """
        headers = self._headers(role, who, division or self._office(role, path, body))
        headers["Idempotency-Key"] = key or str(uuid.uuid4())
        if wait_s is not None:
            headers["Prefer"] = f"wait={wait_s}"
        return self._learned(_answer(self._send("POST", path, headers, json=body)))

    def get(
        self, path: str, *, role: Role = Role.CLERK, division: str = "", **query: str
    ) -> ApiAnswer:
        """Read a resource or one page of a list, as a person of the office in charge."""
        headers = self._headers(role, "", division or self._office(role, path, query))
        return self._learned(_answer(self._send("GET", path, headers, params=query)))

    def items(
        self, path: str, *, role: Role = Role.CLERK, division: str = "", **query: str
    ) -> list[Json]:
        """Read all pages of a list; raises `httpx.HTTPStatusError` on a refusal."""
        headers = self._headers(role, "", division or self._office(role, path, query))
        found: list[Json] = []
        after: str | None = ""
        while after is not None:
            params = {**query, "after": after, "limit": MOST_PER_PAGE}
            page = self._send("GET", path, headers, params=params)
            page.raise_for_status()
            found += page.json()["items"]
            after = page.json()["next"]
        return found

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _send(self, method: str, path: str, headers: dict[str, str], **what: Any) -> httpx.Response:
        """Send a request, with one retry if the connection broke; safe by the idempotency key."""
        try:
            return self._http.request(method, path, headers=headers, **what)
        except httpx.TransportError:
            return self._http.request(method, path, headers=headers, **what)

    def _office(self, role: Role, path: str, about: Json) -> str:
        if role is Role.OPS or self.department == OFFICE:
            return city_code()
        return self._offices.division_for(self.department, path, about)

    def _learned(self, answer: ApiAnswer) -> ApiAnswer:
        if answer.ok:
            self._offices.learn(self.department, answer.body)
        return answer

    def _headers(self, role: Role, who: str, division: str) -> dict[str, str]:
        who = who or f"{role}-1"
        if (who, role, division) not in self._tokens:
            caller = Caller(who, self.department, frozenset({role}), division)
            token = development_token(self._home, caller, system_clock(), TOKENS_LAST)
            self._tokens[who, role, division] = token
        return {"Authorization": f"Bearer {self._tokens[who, role, division]}"}


class City:
    """The APIs of all departments; a context manager."""

    def __init__(self, addresses: Mapping[str, str], home: Path) -> None:
        offices = OfficeDirectory()
        self.clients = {
            name: Client(name, address, home, offices) for name, address in addresses.items()
        }

    def __getitem__(self, department: str) -> Client:
        return self.clients[department]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for client in self.clients.values():
            client.close()


def until(look: Callable[[], T | None], deadline_s: float = 10.0) -> T | None:
    """Call `look` until it returns a value other than None; None after the deadline."""
    end = time.monotonic() + deadline_s
    while (found := look()) is None and time.monotonic() < end:
        time.sleep(LOOK_AGAIN_S)
    return found


def _answer(response: httpx.Response) -> ApiAnswer:
    replayed = response.headers.get("Idempotent-Replayed") == "true"
    ms = response.elapsed.total_seconds() * 1000
    return ApiAnswer(response.status_code, response.json(), replayed, ms)
