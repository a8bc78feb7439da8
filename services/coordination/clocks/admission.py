"""Which events are believed: of a case only what a party to it may say, and only in its turn.

Each party's steps arrive in their order, those of two parties in any. A step that comes before what
makes it lawful waits, and counts once that has come. Of a case whose beginning was never heard, as
one from before the office listened, only the parties are checked.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from services.casework.procedures.authorization import Standing
from services.coordination.clocks.domain import DoubtState, Thread
from services.coordination.clocks.heard import Heard
from services.coordination.clocks.titles import title_of
from services.coordination.clocks.turns import (
    Turns,
    is_beside,
    is_step,
    may_take,
    opens,
    parties_of,
)

CASE = "case"
MOST_WAITING = 32
"""So many steps of one teller may wait for others; what comes on top is not taken up."""
MOST_ALIKE = 4
NO_PARTY = "“{by}”不是本案可以办理“{step}”的机关，或者由“{publisher}”代为告知"
OTHER_CASE = "本案由“{referrer}”移送，与该步骤所称的移送部门、受移送机关或程序不符"
OUT_OF_TURN = "依程序本机关现在不能“{step}”"
EARLY = "依程序尚不能“{step}”；其前的步骤到达后自动采信"
TOO_MANY = "同一机关已有多个步骤在等待其前的步骤"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is now thought of an event, and why."""

    heard: Heard
    state: DoubtState
    reason: str = ""


@dataclass(slots=True)
class Hearing:
    """A thread while it takes in events; `verdicts` tells what is thought of which, in order."""

    thread: Thread
    verdicts: list[Verdict] = field(default_factory=list)

    def take(self, told: Heard) -> None:
        """Take in one event."""
        if self.thread.kind != CASE:
            self._believe(told)
            return
        if self.thread.heard and not self.thread.parties:
            self._again(self.thread.heard)  # kept before steps were checked
        if not is_step(told):
            self._in_turn(told)
        elif not may_take(told):
            self._refuse(told, NO_PARTY)
        elif opens(told) and not self.thread.opened:
            self._again((*self.thread.heard, *self.thread.waiting, told))
        else:
            self._in_turn(told)

    def _again(self, told: tuple[Heard, ...]) -> None:
        """Begin with the step that began the case, then take all others as they came."""
        steps = [at for at in told if is_step(at) and may_take(at)]
        first = next((at for at in steps if opens(at)), None)
        fresh = replace(self.thread, heard=(), waiting=(), views={}, opened=first is not None)
        begun = first or next(iter(steps), None)
        self.thread = replace(fresh, parties=parties_of(begun) if begun else ())
        for at in ((first,) if first else ()) + tuple(one for one in told if one is not first):
            self._in_turn(at)

    def _in_turn(self, told: Heard) -> None:
        thread = self.thread
        if not is_step(told):
            self._beside(told)
            return
        if not thread.parties:
            self.thread = thread = replace(thread, parties=parties_of(told))
        if parties_of(told) != thread.parties:
            self._refuse(told, OTHER_CASE)
        elif not may_take(told):
            self._refuse(told, NO_PARTY)
        elif not thread.opened:
            self._believe(told)
        else:
            self._turn(told)

    def _beside(self, told: Heard) -> None:
        if is_beside(told, self.thread.parties):
            self._believe(told)
        else:
            self._refuse(told, NO_PARTY)

    def _turn(self, told: Heard) -> None:
        """Believe a step if it is in turn, and whatever waited for it."""
        self.thread = replace(self.thread, waiting=(*self.thread.waiting, told))
        while any(map(self._let_go, self._heads())) or any(map(self._let_go, self.thread.waiting)):
            pass
        if any(at is told for at in self.thread.waiting):
            self._drop(told)
            self._defer(told)

    def _heads(self) -> tuple[Heard, ...]:
        """List the first of those of each teller that wait: they are tried before all others."""
        first: dict[str, Heard] = {}
        for at in self.thread.waiting:
            first.setdefault(at.publisher, at)
        return tuple(first.values())

    def _fits(self, told: Heard) -> bool:
        """Believe a step if it is in turn."""
        turns = Turns.of(self.thread.parties, self.thread.views)
        if turns.standing(told) is not Standing.PARTY:
            return False
        self.thread = replace(self.thread, views=turns.after(told).views)
        self._believe(told)
        return True

    def _let_go(self, told: Heard) -> bool:
        if not self._fits(told):
            return False
        self._drop(told)
        return True

    def _drop(self, told: Heard) -> None:
        rest = tuple(at for at in self.thread.waiting if at is not told)
        self.thread = replace(self.thread, waiting=rest)

    def _defer(self, told: Heard) -> None:
        """Let a step wait, if what makes it lawful may be under way from another publisher."""
        turns = Turns.of(self.thread.parties, self.thread.views)
        if turns.may_come(told, self.thread.waiting):
            self._wait(told)
        else:
            self._refuse(told, OUT_OF_TURN)

    def _wait(self, told: Heard) -> None:
        alike = Counter((at.publisher, at.said["step"]) for at in self.thread.waiting)
        number = sum(1 for at in self.thread.waiting if at.publisher == told.publisher)
        if number >= MOST_WAITING or alike[told.publisher, told.said["step"]] >= MOST_ALIKE:
            self._refuse(told, TOO_MANY)
            return
        self.thread = replace(self.thread, waiting=(*self.thread.waiting, told))
        self.verdicts.append(_verdict(told, DoubtState.WAITING, EARLY, self.thread))

    def _believe(self, told: Heard) -> None:
        self.thread = replace(self.thread, heard=(*self.thread.heard, told))
        self.verdicts.append(Verdict(told, DoubtState.BELIEVED))

    def _refuse(self, told: Heard, why: str) -> None:
        self.verdicts.append(_verdict(told, DoubtState.REFUSED, why, self.thread))


def _verdict(told: Heard, state: DoubtState, why: str, thread: Thread) -> Verdict:
    referrer = thread.parties[0] if thread.parties else ""
    words = why.format(by=told.by, publisher=told.publisher, step=title_of(told), referrer=referrer)
    return Verdict(told, state, words)
