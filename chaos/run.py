"""A whole run on the platform's engine: start, load, faults, drain, audit."""

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from chaos.city_adversary import CityAdversary
from chaos.city_audit import CLOSED, SEALED, CityAudit, audit_city
from chaos.city_reader import CityReader
from chaos.city_testbed import SUBSCRIBERS, CityTestbed
from chaos.drain import Drain, DrainMeter
from chaos.faults.actions import FaultContext
from chaos.faults.injector import Injector
from chaos.faults.recovery import finish_load, recover_servers
from chaos.faults.schedule import ScheduledFault, plan
from chaos.hostile_messages import HOSTILE
from chaos.load_testbed import Load
from chaos.message_tap import PublishTarget, declare_tap
from chaos.sizes import RunSize
from liandong.amqp.topology import exchange_of, inbox_of
from shared.local.errors import LocalError
from testbed.event_audit import AuditTally

LEAD_S = 1.0
STALLED_S = 90.0
QUIET_S = 2.0
LANES_S = 20.0
Say = Callable[[str], None]


def run_city(home: Path, seed: int, size: RunSize, say: Say) -> dict[str, Any]:
    """Run the platform's engine under faults and audit it; return the result for the report."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    # the audit's total is a fifth more: it includes housing's own events
    load = Load(seed, size.events, size.subjects, size.events / size.span_s)
    testbed = CityTestbed(home, load)
    try:
        return _run(testbed, size, say)
    finally:
        testbed.stop()


def _run(testbed: CityTestbed, size: RunSize, say: Say) -> dict[str, Any]:
    began = time.monotonic()
    testbed.start()
    say(f"the city is ready after {time.monotonic() - began:.1f} s")
    adversary = _adversary(testbed)
    faults = plan(testbed.load.seed, size.faults, size.span_s, testbed.targets())
    testbed.begin()
    testbed.pause(LEAD_S)
    injector = Injector(FaultContext(testbed, adversary), faults, say)
    took_s = injector.run()
    say(f"{injector.done} faults in {took_s:.0f} s; the load goes on until all is answered")
    recover_servers(testbed)
    with CityReader(testbed.direct_mongo_url) as reader:
        drain = _drain(testbed, adversary, reader, say)
        audit = audit_city(reader, testbed.journals, adversary.invalid, adversary.hostile)
        waiting = {name: reader.count_waiting(name) for name in SUBSCRIBERS}
    return {
        **_row(testbed.load.seed, faults, audit, drain),
        "clean": audit.clean and not any(waiting.values()),
        "seconds": round(time.monotonic() - began, 1),
        "seconds_of_faults": round(took_s, 1),
        "copies_sent": adversary.copies,
        "sent_ahead_of_the_relay": adversary.ahead,
        "misdeeds_failed": [*adversary.failed, *testbed.failed_expressions],
        "lanes_left": waiting,
        "ended_by_themselves": {
            name: process.unwanted_exits for name, process in testbed.processes.items()
        },
    }


def _adversary(testbed: CityTestbed) -> CityAdversary:
    url = testbed.broker.url()
    declare_tap(url, [exchange_of(name) for name in ("water", "housing")])
    inboxes = {name: PublishTarget(inbox_of(name)) for name in SUBSCRIBERS}
    hostile_url = testbed.add_publisher_account(HOSTILE)
    return CityAdversary(url, testbed.direct_mongo_url, testbed.keys, inboxes, hostile_url)


def _drain(testbed: CityTestbed, adversary: CityAdversary, reader: CityReader, say: Say) -> Drain:
    """Wait for the load and the backlog, then a little longer for late duplicates and lanes."""
    meter = DrainMeter(
        lambda: {name: reader.count_applied(name) for name in SUBSCRIBERS}, lambda: _due(reader)
    )
    finish_load(testbed, adversary)
    say("all commands are answered")
    drain = meter.wait(testbed.pause, say, stalled_s=STALLED_S)
    say(f"{drain.backlog} effects in {drain.seconds:.1f} s; left: {drain.left}")
    testbed.pause(QUIET_S)
    with suppress(LocalError):
        testbed.wait_until(
            lambda: not any(map(reader.count_waiting, SUBSCRIBERS)),
            "no event waits in a lane",
            LANES_S,
        )
    return drain


def _due(reader: CityReader) -> dict[str, int]:
    sealed = reader.count_published("water", SEALED)
    return {"housing": sealed, "archive": sealed + reader.count_published("housing", CLOSED)}


def _row(seed: int, faults: list[ScheduledFault], audit: CityAudit, drain: Drain) -> dict[str, Any]:
    kinds = sorted({fault.kind for fault in faults})
    return {
        "seed": seed,
        "faults": len(faults),
        "events": audit.events,
        "lost": audit.sum_of("lost"),
        "doubled": audit.sum_of("doubled"),
        "disordered": audit.sum_of("disordered"),
        "altered": audit.altered,
        "faults_by_kind": {kind: sum(one.kind == kind for one in faults) for kind in kinds},
        "drain": drain.as_row(),
        "poison": audit.invalid,
        "hostile": audit.hostile,
        "tallies": {name: _tally_row(tally) for name, tally in audit.tallies.items()},
    }


def _tally_row(tally: AuditTally) -> dict[str, Any]:
    return {
        "told": tally.events,
        "lost": tally.lost,
        "doubled": tally.doubled,
        "disordered": tally.disordered,
        "examples": tally.examples,
    }
