"""The run of the control: faults planned in the same way, and the same audit of events."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chaos.city_adversary import CityAdversary
from chaos.control.testbed import ControlTestbed
from chaos.drain import Drain, DrainMeter
from chaos.faults.actions import FaultContext
from chaos.faults.fault_kinds import BY_NAME
from chaos.faults.injector import Injector
from chaos.faults.recovery import finish_load, recover_servers
from chaos.faults.schedule import plan
from chaos.load_testbed import Load
from chaos.message_tap import PublishTarget, declare_tap
from chaos.sizes import RunSize
from testbed.event_audit import audit_effects

QUEUE = "evt-water-well_sealed--housing.note_sealing"
NOT_THERE = ("ahead", "queue full", "hostile")
"""It has no outbox, no inbox with a limit, and no broker users who may be hostile."""
KINDS = tuple(name for name in BY_NAME if name not in NOT_THERE)
STALLED_S = 12.0
Say = Callable[[str], None]


def run_control(home: Path, seed: int, size: RunSize, say: Say) -> dict[str, Any]:
    """Run nameko's own event handler under faults and audit it; return its row of the report."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    load = Load(seed, size.events, size.subjects, size.events / size.span_s)
    testbed = ControlTestbed(home, load)
    try:
        return _run(testbed, size, say)
    finally:
        testbed.stop()


def _run(testbed: ControlTestbed, size: RunSize, say: Say) -> dict[str, Any]:
    testbed.start()
    say("control: nameko's own event handler")
    url, keys = testbed.broker.url(), testbed.home / "keys"
    declare_tap(url, ["water.events"])
    inboxes = {"housing": PublishTarget("", QUEUE)}
    adversary = CityAdversary(url, testbed.direct_mongo_url, keys, inboxes)
    faults = plan(testbed.load.seed, size.faults, size.span_s, testbed.targets(), KINDS)
    testbed.begin()
    took_s = Injector(FaultContext(testbed, adversary), faults, say).run()
    recover_servers(testbed)
    drain = _drain(testbed, adversary, say)
    tally = audit_effects(testbed.published(), testbed.applied())
    kinds = sorted({fault.kind for fault in faults})
    return {
        "what": "nameko.events.event_handler, dispatched after commit",
        "seed": testbed.load.seed,
        "faults": len(faults),
        "events": tally.events,
        "lost": tally.lost,
        "doubled": tally.doubled,
        "disordered": tally.disordered,
        "examples": tally.examples,
        "faults_by_kind": {kind: sum(one.kind == kind for one in faults) for kind in kinds},
        "seconds_of_faults": round(took_s, 1),
        "drain": drain.as_row(),
        "ended_by_themselves": {
            name: process.unwanted_exits for name, process in testbed.processes.items()
        },
    }


def _drain(testbed: ControlTestbed, adversary: CityAdversary, say: Say) -> Drain:
    meter = DrainMeter(
        lambda: _count(testbed.applied(), distinct=True), lambda: _count(testbed.published())
    )
    finish_load(testbed, adversary)
    return meter.wait(testbed.pause, say, stalled_s=STALLED_S)


def _count(numbers: dict[str, list[int]], *, distinct: bool = False) -> dict[str, int]:
    return {"housing": sum(len(set(them) if distinct else them) for them in numbers.values())}
