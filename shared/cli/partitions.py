"""`liandong partitions`: show or change the number of a department's inbox queues."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shared.cli.common import HOME, fail, require_departments

if TYPE_CHECKING:
    from shared.delivery.partitions.change import InboxPartitions

POLL_S = 0.5


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("partitions")(partitions)


def partitions(
    department: Annotated[str, typer.Argument(help="Department name; see `liandong departments`.")],
    number: Annotated[int | None, typer.Argument(help="New number of queues.")] = None,
    home: Annotated[Path, typer.Option(help="Home folder of the local platform.")] = HOME,
    why: Annotated[str, typer.Option(help="Reason; it is recorded.")] = "",
    wait_s: Annotated[
        float, typer.Option(help="Seconds to wait until old queues are empty.")
    ] = 300.0,
    make: Annotated[
        bool, typer.Option("--make", help="Declare missing exchanges and queues.")
    ] = False,
) -> None:
    """Show the inbox queues of a department, or change their number while events flow.

    Servers: LIANDONG_AMQP_URL and LIANDONG_MONGO_URL, otherwise those of the home folder. A change
    needs the broker's operator in LIANDONG_AMQP_URL, because departments may not declare queues.
    `--make` declares missing exchanges and queues of the current layout. Safe to interrupt and
    repeat: no event is lost, and the order per subject is kept.

    Example: `liandong partitions agriculture 4`
    """
    from shared.broker.inbox_layout import LayoutError

    with _inboxes(department, home) as inboxes:
        if make:
            inboxes.declare()
        if number is not None:
            _record(inboxes, number, why)
            try:
                inboxes.repartition(number, typer.echo)
            except LayoutError as error:
                fail(str(error))
            _wait_until_clear(inboxes, wait_s)
        _show(inboxes)


def _record(inboxes: "InboxPartitions", number: int, why: str) -> None:
    """Record the act in the audit log beforehand, so that one that fails is recorded too."""
    import getpass

    from liandong.envelope import new_id
    from shared.clock.system import system_clock
    from shared.handling.audit import Intervention, append_entry

    targets = (f"{inboxes.department}|{number}",)
    act = Intervention(new_id(), "partitions", getpass.getuser(), why, system_clock(), targets)
    inboxes.store.transact(lambda session: append_entry(session, act))


def _wait_until_clear(inboxes: "InboxPartitions", wait_s: float) -> None:
    """Print the backlog of the old queues until they are deleted; fail after `wait_s` seconds."""
    from shared.broker.inbox_layout import LayoutState, old_queues

    end, told = time.monotonic() + wait_s, -1
    while (layout := inboxes.delete_drained()).stage is not LayoutState.STABLE:
        left = sum(inboxes.backlog(q).ready for q in old_queues(inboxes.department, layout))
        if left != told:
            typer.echo(f"{left} events wait in the old queues")
            told = left
        if time.monotonic() > end:
            fail("the old queues are still in use: check that the department's worker runs")
        time.sleep(POLL_S)


def _show(inboxes: "InboxPartitions") -> None:
    from shared.broker.inbox_layout import LayoutState, new_queues, old_queues

    layout, department = inboxes.layout(), inboxes.department
    for queue in (*old_queues(department, layout), *new_queues(department, layout)):
        ready, consumers = inboxes.backlog(queue)
        typer.echo(f"{queue:<40} {ready:>8} waiting  {consumers} consumers")
    if layout.stage is not LayoutState.STABLE:
        typer.echo(f"moving from generation {layout.draining} to {layout.generation}")


@contextmanager
def _inboxes(department: str, home: Path) -> Iterator["InboxPartitions"]:
    from shared.broker.inbox_layout import InboxLayout
    from shared.catalog.catalog import department_names
    from shared.config.command_settings import CommandSettings
    from shared.delivery.partitions.change import InboxPartitions
    from shared.handling.audit import AuditEntry, AuditHead, Intervention
    from shared.local.servers import ServersError, servers_for
    from shared.store.mongo.store import MongoStore

    require_departments([department], department_names())
    try:
        servers = servers_for(department, home, CommandSettings.from_env(), operator=True)
    except ServersError as error:
        fail(str(error))
    store = MongoStore(servers.mongo, department)
    store.prepare((InboxLayout, Intervention, AuditEntry, AuditHead))
    try:
        yield InboxPartitions(department, store, servers.broker)
    finally:
        store.close()
