"""Runs a schedule of faults against a town, in order of time."""

import time
from collections.abc import Callable, Sequence

from chaos.faults.actions import ACTS, Scene
from chaos.faults.fault_kinds import BY_NAME, Aim
from chaos.faults.schedule import Fault

Tell = Callable[[str], None]


class Injector:
    """Begins and ends each fault at its time; when one takes longer, all later ones move back.

    Runs on the main thread, as what it starts is tied to the thread that started it.
    """

    def __init__(self, scene: Scene, faults: Sequence[Fault], tell: Tell) -> None:
        self._scene = scene
        self._tell = tell
        begins = [(fault.at, 1, fault) for fault in faults]
        ends = [(fault.ends, 0 if fault.lasts else 2, fault) for fault in faults]
        self._steps = sorted(begins + ends, key=lambda step: (step[0], step[1], step[2].number))
        self.done = 0
        self._late_s = 0.0
        self._began = 0.0

    def run(self) -> float:
        """Cause all faults; tell how many seconds that took."""
        self._began = time.monotonic()
        for step, part, fault in self._steps:
            self._wait_until(step)
            if part == 1:
                self._begin(fault)
            else:
                ACTS[fault.kind][1](self._scene, fault)
                self.done += 1
        return time.monotonic() - self._began

    def _wait_until(self, at: float) -> None:
        wait_s = at + self._late_s - (time.monotonic() - self._began)
        if wait_s > 0:
            self._scene.town.pause(wait_s)
        else:
            self._late_s -= wait_s

    def _begin(self, fault: Fault) -> None:
        self._wait_for_server(fault)
        words = " ".join(filter(None, (fault.target, fault.variant)))
        self._tell(f"#{fault.number:<3} {fault.kind}: {words}, {fault.lasts:g} s")
        ACTS[fault.kind][0](self._scene, fault)

    def _wait_for_server(self, fault: Fault) -> None:
        """Hit a server only when it is back from the last time."""
        town = self._scene.town
        aim = BY_NAME[fault.kind].aim
        if aim is Aim.BROKER or fault.target == "broker":
            town.wait(town.broker_answers, "the broker serves again")
            town.wait(town.all_ordered, "the broker has done what was ordered")
        if aim is Aim.STORE or fault.target == "store":
            town.wait(town.store_answers, "the store serves again")
