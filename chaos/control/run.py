"""The control's run: faults of the same schedule, and the same verdict."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chaos.adversary import Rogue
from chaos.control.testbed import ControlTown
from chaos.drain import Watch
from chaos.faults.actions import Scene
from chaos.faults.fault_kinds import BY_NAME
from chaos.faults.injector import Injector
from chaos.faults.recovery import finish_load, recover_servers
from chaos.faults.schedule import plan
from chaos.message_tap import Door, make_tap
from chaos.sizes import Size
from testbed.event_audit import judge

QUEUE = "evt-water-well_sealed--housing.note_sealing"
NOT_THERE = ("ahead", "queue full", "hostile")
"""It has no outbox, no inbox with a limit, and no broker users who may be hostile."""
KINDS = tuple(name for name in BY_NAME if name not in NOT_THERE)
STALLED_S = 12.0
Tell = Callable[[str], None]


def run_control(home: Path, seed: int, size: Size, tell: Tell) -> dict[str, Any]:
    """Run nameko's own event handler under faults and judge it."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    rate = size.events / size.span_s
    control = ControlTown(home, seed, size.events, size.subjects, rate)
    try:
        return _run(control, seed, size, tell)
    finally:
        control.town.stop()


def _run(control: ControlTown, seed: int, size: Size, tell: Tell) -> dict[str, Any]:
    control.start()
    tell("control: nameko's own event handler")
    town = control.town
    make_tap(town.broker.url(), ["water.events"])
    doors = {"housing": Door("", QUEUE)}
    rogue = Rogue(town.broker.url(), town.direct_mongo_url, control.home / "keys", doors)
    faults = plan(seed, size.faults, size.span_s, control.targets(), KINDS)
    control.begin()
    took_s = Injector(Scene(town, rogue, control), faults, tell).run()
    recover_servers(town)
    watch = Watch(lambda: _count(control.heard(), distinct=True), lambda: _count(control.told()))
    finish_load(town, rogue, control.load_is_done)
    drain = watch.wait(town.pause, tell, stalled_s=STALLED_S)
    tally = judge(told := control.told(), control.heard())
    kinds = sorted({fault.kind for fault in faults})
    return {
        "what": "nameko.events.event_handler, dispatched after commit",
        "seed": seed,
        "faults": len(faults),
        "events": sum(map(len, told.values())),
        "lost": tally.lost,
        "doubled": tally.doubled,
        "disordered": tally.disordered,
        "examples": tally.examples,
        "faults_by_kind": {kind: sum(one.kind == kind for one in faults) for kind in kinds},
        "seconds_of_faults": round(took_s, 1),
        "drain": drain.as_row(),
        "ended_by_themselves": {name: process.fell for name, process in town.processes.items()},
    }


def _count(numbers: dict[str, list[int]], *, distinct: bool = False) -> dict[str, int]:
    return {"housing": sum(len(set(them) if distinct else them) for them in numbers.values())}
