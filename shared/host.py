"""Start one department: `python -m shared.host <department> [--role all|api|worker]`."""

import eventlet

eventlet.monkey_patch()

import argparse  # noqa: E402  everything else comes after the patch, or no connection works
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
from functools import partial  # noqa: E402
from typing import Any  # noqa: E402

import structlog  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402

from liandong.connection import connect  # noqa: E402
from liandong.consumer import Consumer  # noqa: E402
from liandong.publisher import Publisher  # noqa: E402
from liandong.signing import TRUST_FILE, load_key_ring, load_signer  # noqa: E402
from liandong.topology import declare  # noqa: E402
from shared import logs  # noqa: E402
from shared.auth import Issuers  # noqa: E402
from shared.catalog import documents, service_of  # noqa: E402
from shared.desk import Desk  # noqa: E402
from shared.hosting import Parts  # noqa: E402
from shared.ledgers import KINDS  # noqa: E402
from shared.mongo import MongoStore  # noqa: E402
from shared.relay import Relay  # noqa: E402
from shared.settings import Settings, SettingsError  # noqa: E402
from shared.timing import system_clock  # noqa: E402
from shared.topology import inbox_queues, topologies  # noqa: E402
from shared.uow import Place  # noqa: E402

ROLES = ("all", "api", "worker")
log = structlog.get_logger()


def build(department: str, role: str, settings: Settings) -> ServiceContainer:
    """Make the container of a department, connected to nothing that it does not need."""
    service = service_of(department)
    store = MongoStore(settings.mongo_url, department)
    store.prepare((*KINDS, *documents(department)))
    config: dict[str, Any] = {
        "WEB_SERVER_ADDRESS": settings.http_address,
        "max_workers": 200,
        "serves_api": role != "worker",
        "issuers": Issuers.load(settings.tokens),
        "parts": _parts(department, role, settings, store),
    }
    return ServiceContainer(service, config)


def _parts(department: str, role: str, settings: Settings, store: MongoStore) -> Parts:
    desk = Desk(Place(settings.city, department), store, system_clock)
    ring = load_key_ring(settings.keys / TRUST_FILE)
    if role == "api":
        return Parts(store, desk, ring, relay=None, consumer=None)
    _declare(department, settings)
    signer = load_signer(settings.keys / f"{department}.key.pem")
    publisher = Publisher(settings.amqp_url, department)
    relay = Relay(department, store, publisher, signer, system_clock)
    queues = inbox_queues(department)
    consumer = partial(_consumer, settings.amqp_url, queues, f"{department} inbox")
    return Parts(store, desk, ring, relay, consumer)


def _consumer(url: str, queues: tuple[str, ...], name: str, handle: Any) -> Consumer:
    return Consumer(url, queues=queues, handle=handle, name=name)


def _declare(department: str, settings: Settings) -> None:
    connection = connect(settings.amqp_url, name=f"{department} set-up")
    channel = connection.channel()
    for topology in topologies(department):
        declare(channel, topology)
    connection.close()


def refuse_taken(address: str) -> None:
    """End with one sentence where another process listens: nameko would share the port with it."""
    host, _, port = address.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            sys.exit(f"liandong: cannot listen on {address}: {error.strerror}")


def main() -> None:
    """Run until SIGTERM or SIGINT, then stop gracefully."""
    parser = argparse.ArgumentParser(prog="python -m shared.host", description=__doc__)
    parser.add_argument("department")
    parser.add_argument("--role", choices=ROLES, default="all")
    asked = parser.parse_args()
    try:
        settings = Settings.from_env()
    except SettingsError as error:
        sys.exit(f"liandong: {error}")
    refuse_taken(settings.http_address)
    logs.set_up(settings.log_level, asked.department)
    container = build(asked.department, asked.role, settings)
    container.start()
    log.info("service.started", role=asked.role, address=settings.http_address)
    _stop_on_signals(container)
    container.wait()
    log.info("service.stopped")


def _stop_on_signals(container: ServiceContainer) -> None:
    def stop(*_: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        eventlet.spawn_n(container.stop)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


if __name__ == "__main__":
    main()
