"""The injector: begins and ends the faults of a schedule in order of time."""

import time
from collections.abc import Callable, Sequence

from chaos.faults.actions import ACTIONS, FaultContext
from chaos.faults.fault_kinds import BY_NAME, Scope
from chaos.faults.schedule import ScheduledFault

Say = Callable[[str], None]


class Injector:
    """Begins and ends each fault at its time; a delay postpones all later steps.

    Runs on the main thread, since a child process ends with the thread that started it.
    """

    def __init__(self, context: FaultContext, faults: Sequence[ScheduledFault], say: Say) -> None:
        self._context = context
        self._say = say
        begins = [(fault.at, 1, fault) for fault in faults]
        ends = [(fault.ends, 0 if fault.lasts else 2, fault) for fault in faults]
        self._steps = sorted(begins + ends, key=lambda step: (step[0], step[1], step[2].number))
        self.done = 0
        self._late_s = 0.0
        self._began = 0.0

    def run(self) -> float:
        """Cause all faults; return the duration in seconds."""
        self._began = time.monotonic()
        for step, part, fault in self._steps:
            self._wait_until(step)
            if part == 1:
                self._begin(fault)
            else:
                ACTIONS[fault.kind][1](self._context, fault)
                self.done += 1
        return time.monotonic() - self._began

    def _wait_until(self, step: float) -> None:
        wait_s = step + self._late_s - (time.monotonic() - self._began)
        if wait_s > 0:
            self._context.testbed.pause(wait_s)
        else:
            self._late_s -= wait_s

    def _begin(self, fault: ScheduledFault) -> None:
        self._wait_for_server(fault)
        words = " ".join(filter(None, (fault.target, fault.variant)))
        self._say(f"#{fault.number:<3} {fault.kind}: {words}, {fault.lasts:g} s")
        ACTIONS[fault.kind][0](self._context, fault)

    def _wait_for_server(self, fault: ScheduledFault) -> None:
        """Wait until the target server has recovered from its last fault."""
        testbed = self._context.testbed
        scope = BY_NAME[fault.kind].scope
        if scope is Scope.BROKER or fault.target == "broker":
            testbed.wait_until(testbed.broker_answers, "the broker serves again")
            testbed.wait_until(testbed.expressions_done, "the broker has evaluated all expressions")
        if scope is Scope.STORE or fault.target == "store":
            testbed.wait_until(testbed.store_answers, "the store serves again")
