"""A client of a department's HTTP API, on this machine or elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from shared.cli.call import call, fetch, read_file
from shared.cli.common import division_or_city, fail
from shared.cli.failed.client import RemoteClient, good
from shared.config.command_settings import STANDARD, CommandSettings, HttpClientSettings
from shared.errors import SettingsError
from shared.web.auth import Role

ROLES = (Role.OFFICER, Role.HEAD, Role.REGISTRAR, Role.INVESTIGATOR)
PAGE = 200
Json = Any


@dataclass(frozen=True, slots=True)
class DepartmentClient:
    """One department, accessed by one person: local, or remote with `url` and `token`.

    `division` is that of the person's office at a local department, "" for the city's.
    """

    home: Path
    department: str
    person: str
    url: str = ""
    token: str = ""
    client: HttpClientSettings = STANDARD
    division: str = ""

    def get(self, path: str) -> Json:
        """GET a path; raises `ClientError` with the text of a problem."""
        if self.url:
            return self._remote.ask(path)
        status, answer = call(
            self.home,
            self.department,
            path,
            roles=ROLES,
            subject=self.person,
            division=division_or_city(self.division),
        )
        return good(status, answer)

    def file(self, path: str) -> bytes:
        """GET a file; raises `CallError` with the text of a problem."""
        if not self.url:
            return fetch(
                self.home,
                self.department,
                path,
                roles=ROLES,
                subject=self.person,
                division=division_or_city(self.division),
            )
        desk = self._remote
        return read_file(desk.address(path), desk.headers, self.client.tls)

    @property
    def _remote(self) -> RemoteClient:
        return RemoteClient(self.url, self.token, client=self.client)

    def items(self, path: str, **asked: str) -> Iterator[Json]:
        """Yield all items of a list, page by page."""
        after = ""
        while True:
            query = {**asked, "limit": str(PAGE), **({"after": after} if after else {})}
            page = self.get(f"{path}?{urlencode(query)}")
            yield from page["items"]
            if page["next"] is None:
                return
            after = page["next"]


def http_client() -> HttpClientSettings:
    """Read the HTTP settings for remote departments; a wrong variable ends the command."""
    try:
        return CommandSettings.from_env().http_client()
    except SettingsError as error:
        fail(str(error))


def department_client(
    home: Path, department: str, person: str, url: str, token: str, division: str = ""
) -> DepartmentClient:
    """Return a client of a department: remote if `url` is set, else on this machine."""
    client = http_client() if url else STANDARD
    return DepartmentClient(home, department, person, url, token, client, division)
