"""Exercise: a department is started twice, and its first process freezes and comes back."""

import os
import signal
from pathlib import Path

from gameday.exercise import Exercise, Scene
from shared.local.processes.probe import ready_at
from shared.local.processes.sessions import session_members
from testbed.database_reader import Books
from testbed.workloads import LAND

FROZEN_S = 15.0
TOGETHER_S = 15.0


def run(scene: Scene) -> None:
    """Start a second process, freeze the first, let it come back, and end the second."""
    town, second = scene.town, scene.town.second(LAND)
    try:
        second.start()
        address = f"http://127.0.0.1:{town.spare}"
        second.wait_until(ready_at(address), deadline_s=60, what="it was ready")
        scene.record.did("a second process of natural resources starts, with the same settings")
        scene.gates.ask(unheard=True, works=True)
        with Books(town.platform.mongo_url) as books:
            _together(scene, books)
    finally:
        scene.gates.outage_ends()
        second.stop()
    scene.record.did("the second process is stopped")
    scene.await_that("every /readyz is ok", scene.all_ready, 60)


def _together(scene: Scene, books: Books) -> None:
    town, record, first = scene.town, scene.record, scene.town.platform.services[LAND]
    _, token = books.holder(LAND)
    town.pause(TOGETHER_S)
    record.check("the first process still publishes", books.holder(LAND)[1] == token)
    record.check("one process reads each inbox queue", _readers(scene) == {1})
    _signal(first.pid, signal.SIGSTOP)
    record.did(f"the first process is frozen (SIGSTOP) for {FROZEN_S:.0f} s at least")
    scene.await_that(
        "the second has the lease, with a higher token",
        lambda: books.holder(LAND)[1] > token,
        FROZEN_S,
    )
    town.pause(FROZEN_S)
    _signal(first.pid, signal.SIGCONT)
    record.did("the first process goes on, with what it believed before")
    town.pause(TOGETHER_S)
    record.check("the token went up by one alone", books.holder(LAND)[1] == token + 1)
    record.check("one process reads each queue still", _readers(scene) == {1})


def _readers(scene: Scene) -> set[int]:
    """Tell how many consumers are active on a queue of the inbox."""
    broker = scene.town.platform.broker
    assert broker is not None
    listed = broker.ctl("list_consumers", "queue_name", "active", "--silent")
    lines = [line.split("\t") for line in listed.splitlines()]
    active = [
        queue
        for queue, is_active in lines
        if queue.startswith(f"{LAND}.inbox") and is_active == "true"
    ]
    return {active.count(queue) for queue in active}


def _signal(session: int, number: signal.Signals) -> None:
    for pid in session_members(session):
        if Path(f"/proc/{pid}").exists():
            os.kill(pid, number)


EXERCISE = Exercise(
    name="doubled",
    title="A department runs twice",
    about="Two processes of natural resources run with the same settings. One publishes, one "
    "reads the inbox; when it freezes the other takes over, and what it does late is fenced off.",
    alerts=(),
    quiet=("SeveralRelay",),
    run=run,
    panel=("正在中继的进程", "liandong_relay_leads", "{{department}} {{instance}}"),
    doubled=LAND,
    limits=("SeveralRelay did not ring, and must not: two holders for two minutes were not made.",),
)
