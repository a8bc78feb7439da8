"""The HTTP API of a department over a store in memory, asked by people of any office."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from werkzeug.test import Client, TestResponse

from shared.catalog.catalog import load_service
from shared.clock.system import system_clock
from shared.handling.cause import PublisherIdentity
from shared.handling.commands import CommandExecutor
from shared.handling.context import DepartmentContext
from shared.handling.worker import HandlerRunner
from shared.local.dev_keys import development_token
from shared.store.memory import MemoryStore
from shared.testing.keys import made_up_sealer
from shared.web.app import WsgiApp
from shared.web.auth import Caller, Role, TrustedIssuers
from shared.web.read_log import ReadLog
from shared.web.responder import RouteResponder
from shared.web.routes import routes_of, signature_of

CITY, PINGYAO, QIXIAN, ZONE = "140700", "140728", "140727", "140771"


class OfficeApi:
    """The routes of one department; `home` has the keys of the development issuer."""

    def __init__(self, department: str, home: Path, store: Any = None, context: Any = None) -> None:
        self.name = department
        self.service = load_service(department)
        self.store = store or MemoryStore()
        identity = PublisherIdentity(CITY, department, sealer=made_up_sealer(department))
        self.context = context or DepartmentContext(identity, self.store, system_clock)
        self._home = home
        issuers = TrustedIssuers.load(home / "tokens")
        log = ReadLog(self.store, self.context.clock)
        self._app = WsgiApp(
            (
                route,
                RouteResponder(
                    department,
                    issuers,
                    route,
                    signature_of(method),
                    partial(self._call, method),
                    log,
                ).respond,
            )
            for route, method in routes_of(self.service)
        )

    def keep(self, *documents: Any) -> None:
        """Store documents."""
        self.store.transact(lambda session: session.save(*documents))

    def ask(
        self,
        method: str,
        path: str,
        division: str,
        *,
        roles: tuple[Role, ...] = tuple(Role),
        body: Any = None,
        purpose: str = "",
        who: str = "somebody-1",
        headers: dict[str, str] | None = None,
        **query: str,
    ) -> TestResponse:
        """Send a request of a person of the office in a division."""
        caller = Caller(who, self.name, frozenset(roles), division)
        token = development_token(self._home, caller, system_clock(), timedelta(hours=1))
        given = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
        given["Prefer"] = "wait=0"
        content: dict[str, Any] = {}
        if method == "PUT":
            content = {"data": b"x", "content_type": "application/octet-stream"}
        if purpose:
            given["Liandong-Purpose"] = quote(purpose)
        return Client(self._app).open(
            path,
            method=method,
            headers=given | (headers or {}),
            query_string=query,
            **({"json": body} if body is not None else content),
        )

    def _call(self, method: Any, arguments: dict[str, Any], request: Any) -> Any:
        service = self.service()
        service.work = HandlerRunner(CommandExecutor(self.context), request, lambda: None)
        return getattr(service, method.__name__)(**arguments)
