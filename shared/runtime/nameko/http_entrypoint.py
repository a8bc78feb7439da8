"""A department's route as a nameko entrypoint."""

from functools import cached_property
from typing import Any

from nameko.web.handlers import HttpRequestHandler

from shared.handling.worker import RequestContext
from shared.runtime.assembly import ProcessComponents
from shared.runtime.nameko.http import Server
from shared.runtime.nameko.worker_call import call_in_worker
from shared.web.responder import RouteResponder
from shared.web.routes import Route, signature_of


class HttpEntrypoint(HttpRequestHandler):
    """One route; a process without the api role opens only the operational routes."""

    server = Server()

    def __init__(self, route: Route) -> None:
        super().__init__(route.method, route.url, expected_exceptions=(Exception,))
        self.route = route

    def setup(self) -> None:
        """Register the route if this process serves it."""
        if self._is_served:
            super().setup()

    def stop(self) -> None:
        """Drain the server and unregister the route, if this process serves it."""
        if self._is_served:
            self.server.close()
            super().stop()

    @cached_property
    def responder(self) -> RouteResponder:
        """The responder of this route."""
        service, issuers = self.container.service_cls, self.container.config["issuers"]
        signature = signature_of(getattr(service, self.method_name))
        parts: ProcessComponents = self.container.config["components"]
        return RouteResponder(
            service.name, issuers, self.route, signature, self._call, parts.read_log, parts.tracing
        )

    @property
    def _is_served(self) -> bool:
        return self.route.on_every_process or bool(self.container.config["serves_api"])

    def _call(self, arguments: dict[str, Any], request: RequestContext | None) -> Any:
        return call_in_worker(self, (), arguments, request)
