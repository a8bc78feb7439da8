"""Exercise: a department runs twice, and its first process is suspended and resumed."""

import signal

from gameday.exercise import Exercise, ExerciseContext
from shared.local.processes.probe import ready_at
from testbed.database_reader import DatabaseReader
from testbed.supervised_process import signal_session
from testbed.workloads import LAND

FROZEN_S = 15.0
TOGETHER_S = 15.0


def run(context: ExerciseContext) -> None:
    """Start a second process, suspend and resume the first, and stop the second."""
    testbed, second = context.testbed, context.testbed.second_process(LAND)
    try:
        second.start()
        address = f"http://127.0.0.1:{testbed.spare_port}"
        second.wait_until(ready_at(address), deadline_s=60, what="it was ready")
        context.record.did("a second process of natural resources starts, with the same settings")
        context.gates.ask(unheard=True, works=True)
        with DatabaseReader(testbed.platform.mongo_url) as reader:
            _run_together(context, reader)
    finally:
        context.gates.outage_ends()
        second.stop()
    context.record.did("the second process is stopped")
    context.await_that("every /readyz is ok", context.all_ready, 60)


def _run_together(context: ExerciseContext, reader: DatabaseReader) -> None:
    testbed, record = context.testbed, context.record
    first = testbed.platform.services[LAND]
    _, token = reader.lease_holder(LAND)
    testbed.pause(TOGETHER_S)
    record.check("the first process still publishes", reader.lease_holder(LAND)[1] == token)
    record.check("one process reads each inbox queue", _readers(context) == {1})
    signal_session(first.pid, signal.SIGSTOP)
    record.did(f"the first process is frozen (SIGSTOP) for {FROZEN_S:.0f} s at least")
    context.await_that(
        "the second has the lease, with a higher token",
        lambda: reader.lease_holder(LAND)[1] > token,
        FROZEN_S,
    )
    testbed.pause(FROZEN_S)
    signal_session(first.pid, signal.SIGCONT)
    record.did("the first process goes on, with what it believed before")
    testbed.pause(TOGETHER_S)
    record.check("the token went up by one alone", reader.lease_holder(LAND)[1] == token + 1)
    record.check("one process reads each queue still", _readers(context) == {1})


def _readers(context: ExerciseContext) -> set[int]:
    """Return the set of counts of active consumers per inbox queue; {1} is correct."""
    broker = context.testbed.platform.broker
    assert broker is not None
    listed = broker.ctl("list_consumers", "queue_name", "active", "--silent")
    lines = [line.split("\t") for line in listed.splitlines()]
    active = [
        queue
        for queue, is_active in lines
        if queue.startswith(f"{LAND}.inbox") and is_active == "true"
    ]
    return {active.count(queue) for queue in active}


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
