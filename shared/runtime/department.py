"""Base class of every department's service."""

import importlib.metadata
from http import HTTPStatus
from typing import Any, ClassVar

import orjson
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.wrappers import Response

from shared.config.city_files import CityFiles
from shared.contracts.openapi import openapi_document
from shared.delivery.contents.access import serve_blob
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.records import Applied
from shared.handling.worker import HandlerRunner
from shared.operations.failures.routes import FailedMessageRoutes
from shared.operations.recovery.routes import RecoveryRoutes
from shared.operations.refusal_routes import RefusalRoutes
from shared.operations.replay import ReplayRoutes
from shared.runtime.health import HealthChecks
from shared.store.pages import Page, PageRequest
from shared.store.store import Store
from shared.web.auth import Role
from shared.web.read_record import Read
from shared.web.routes import http


class Department(FailedMessageRoutes, RefusalRoutes, ReplayRoutes, RecoveryRoutes):
    """A department on the bus and on HTTP; a subclass adds its name and its entrypoints."""

    name: ClassVar[str]
    title: ClassVar[str]
    # components that the host sets on each instance
    work: HandlerRunner
    dispatcher: EventDispatcher
    receiver: Receiver
    health: HealthChecks

    @classmethod
    def check(cls, files: CityFiles) -> None:
        """Validate the city's files that only this department uses, at process start.

        Raises `SettingsError` that names the variable of an unusable file.
        """

    @classmethod
    def measure(cls, store: Store) -> None:
        """Update the gauges of this department alone; called at intervals."""

    @http("GET", "/healthz", public=True, title="存活检查")
    def get_health(self) -> Response:
        """Tell that the process lives."""
        return _json_response(
            {"status": "ok", "version": importlib.metadata.version("liandong-platform")}
        )

    @http("GET", "/readyz", public=True, title="就绪检查")
    def get_readiness(self) -> Response:
        """Tell whether store and broker can be reached, and which cannot."""
        found = self.health()
        ready = all(state == "ok" for state in found.values())
        return _json_response(found, HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)

    @http("GET", "/metrics", public=True, title="运行指标")
    def get_metrics(self) -> Response:
        """Give the metrics of this process to Prometheus."""
        return Response(self.health.measure(), content_type=CONTENT_TYPE_LATEST)

    @http("GET", "/openapi.json", public=True, title="接口说明")
    def get_openapi(self) -> Response:
        """Describe this API (OpenAPI 3.1)."""
        return _json_response(openapi_document(type(self)))

    @http("GET", "/v1/blobs/<digest>", signed=True, title="事件内容")
    def get_blob(self, digest: str, authorization: str) -> Response:
        """Give the content of large events, by its hash, to those who may hear them."""
        return serve_blob(self.work.context, self.receiver.ring, digest, authorization)

    @http("GET", "/v1/effects", roles=[Role.OPS], title="已生效事件")
    def get_effects(self, page: PageRequest) -> Page[Applied]:
        """List the events that took effect here, with the times of act and effect."""
        return self.work.page(Applied, page)

    @http("GET", "/v1/reads", roles=[Role.HEAD], title="限制性资料查阅记录")
    def get_reads(self, page: PageRequest) -> Page[Read]:
        """List who was shown restricted documents here, or asked in vain, oldest first."""
        return self.work.page(Read, page)


def _json_response(body: Any, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(
        orjson.dumps(body), status=status, content_type="application/json; charset=utf-8"
    )
