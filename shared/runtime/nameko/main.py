"""Run one department under nameko.

`python -m shared.runtime.nameko.main <department> [--role all|api|worker]`
"""

import eventlet

eventlet.monkey_patch()

import os
import signal
from typing import Any

import structlog
from eventlet.event import Event
from nameko.containers import ServiceContainer

from shared.catalog.catalog import load_service
from shared.runtime.assembly import ProcessComponents, build_components
from shared.runtime.nameko.service import nameko_class_of
from shared.runtime.startup import StartOptions, parse_options, tune_gc
from shared.web.auth import TrustedIssuers

SHUTDOWN_GRACE_S = 9.0
log = structlog.get_logger()


def build(start: StartOptions) -> ServiceContainer:
    """Build the container of a department."""
    config: dict[str, Any] = {
        "WEB_SERVER_ADDRESS": start.settings.http_address,
        "max_workers": 200,
        "role": start.role,
        "serves_api": start.serves_api,
        "issuers": TrustedIssuers.load(start.settings.tokens),
        "tls": start.settings.http_tls.server(),
        "http_limits": start.settings.http_limits,
        "components": build_components(start.department, start.role, start.settings),
    }
    return ServiceContainer(nameko_class_of(load_service(start.department)), config)


def main() -> None:
    """Run until SIGTERM or SIGINT, then stop gracefully."""
    start = parse_options("python -m shared.runtime.nameko.main", __doc__)
    container = build(start)
    components: ProcessComponents = container.config["components"]
    tune_gc()
    started = Event()
    _stop_on_signals(container, started)  # before any work starts
    container.start()
    started.send()
    address = start.settings.http_address
    log.info("service.started", role=start.role, address=address, host="nameko")
    container.wait()
    components.tracing.close()
    log.info("service.stopped")


def _stop_on_signals(container: ServiceContainer, started: Event) -> None:
    def stop_container() -> None:
        started.wait()
        container.stop()

    def stop(*_: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        eventlet.spawn_after(SHUTDOWN_GRACE_S, _force_exit)
        eventlet.spawn_n(stop_container)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _force_exit() -> None:
    """End the process if it does not stop in time: as safe as a kill."""
    log.warning("service.abandoned")
    os._exit(1)


if __name__ == "__main__":
    main()
