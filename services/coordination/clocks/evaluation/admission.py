"""Decide which events may affect clocks: in a case, only steps that a party takes in its turn.

The steps of one party arrive in order, those of two parties in any order. A step that arrives
before the step that makes it lawful waits for it. If the first step of a case never arrived, for
example because it precedes the office's subscription, only the parties are checked.
"""

from dataclasses import dataclass, field, replace

from services.casework.procedures.authorization import Authorization
from services.coordination.clocks.domain import EventThread
from services.coordination.clocks.evaluation.turns import (
    Turns,
    is_authorized,
    is_beside,
    is_step,
    opens,
    parties_of,
)
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.rule import OVERDUE
from services.coordination.clocks.states import DoubtState
from services.coordination.clocks.titles import title_of

CASE = "case"
MOST_WAITING = 32
"""The number of steps of one publisher that may wait for others; further ones are refused."""
MOST_ALIKE = 4
"""The number of times that the same step of one publisher may wait."""
NO_PARTY = "“{by}”不是本案可以办理“{step}”的机关，或者由“{publisher}”代为告知"
OTHER_CASE = "本案由“{referrer}”移送，与该步骤所称的移送部门、受移送机关或程序不符"
OUT_OF_TURN = "依程序本机关现在不能“{step}”"
EARLY = "依程序尚不能“{step}”；其前的步骤到达后自动采信"
TOO_MANY = "同一机关已有多个步骤在等待其前的步骤"


@dataclass(frozen=True, slots=True)
class AdmissionVerdict:
    """Whether an event is accepted at this point, and if not, why."""

    event: ObservedEvent
    state: DoubtState
    reason: str = ""


@dataclass(slots=True)
class Admission:
    """The admission of events to a thread; `verdicts` lists the decisions in order."""

    thread: EventThread
    verdicts: list[AdmissionVerdict] = field(default_factory=list)

    def admit(self, event: ObservedEvent) -> None:
        """Decide on one event, and on the events that waited for it."""
        if self.thread.kind != CASE:
            self._accept(event)
            return
        if self.thread.heard and not self.thread.parties:
            self._replay(self.thread.heard)  # stored before steps were checked
        if is_step(event) and opens(event) and not self.thread.opened:
            self._replay((*self.thread.heard, *self.thread.waiting, event))
        else:
            self._decide(event)

    def _replay(self, events: tuple[ObservedEvent, ...]) -> None:
        """Apply the step that opened the case, then decide on all others in order of arrival."""
        steps = [event for event in events if is_step(event) and is_authorized(event)]
        opening = next((step for step in steps if opens(step)), None)
        first = opening or next(iter(steps), None)
        self.thread = replace(
            self.thread,
            heard=(),
            waiting=(),
            views={},
            opened=opening is not None,
            parties=parties_of(first) if first else (),
        )
        for event in sorted(events, key=lambda event: event is not opening):
            self._decide(event)

    def _decide(self, event: ObservedEvent) -> None:
        if event.event == OVERDUE:  # only this office publishes it
            self._accept(event)
            return
        allowed = is_authorized(event) if is_step(event) else is_beside(event, self.thread.parties)
        if not allowed:
            self._refuse(event, NO_PARTY)
        elif is_step(event):
            self._decide_on_step(event)
        else:
            self._accept(event)

    def _decide_on_step(self, step: ObservedEvent) -> None:
        if not self.thread.parties:
            self.thread = replace(self.thread, parties=parties_of(step))
        if parties_of(step) != self.thread.parties:
            self._refuse(step, OTHER_CASE)
        elif not self.thread.opened:
            self._accept(step)
        else:
            self._take_turn(step)

    def _take_turn(self, step: ObservedEvent) -> None:
        """Accept a step if it is in turn, and the steps that waited for it."""
        self._add_waiting(step)
        self._accept_in_turn()
        if any(waiting is step for waiting in self.thread.waiting):
            self._remove_waiting(step)
            self._defer(step)

    def _accept_in_turn(self) -> None:
        """Accept waiting steps until none is in turn; tries the first of each publisher."""
        while True:
            turns = self._turns()
            ready = (
                step
                for step in (*self._first_waiting(), *self.thread.waiting)
                if turns.authorization(step) is Authorization.PARTY
            )
            if (step := next(ready, None)) is None:
                return
            self._remove_waiting(step)
            self.thread = replace(self.thread, views=turns.after(step).views)
            self._accept(step)

    def _first_waiting(self) -> tuple[ObservedEvent, ...]:
        """List the first waiting step of each publisher."""
        first: dict[str, ObservedEvent] = {}
        for step in self.thread.waiting:
            first.setdefault(step.publisher, step)
        return tuple(first.values())

    def _defer(self, step: ObservedEvent) -> None:
        """Let a step wait if another publisher's steps may still make it lawful."""
        if not self._turns().may_come(step, self.thread.waiting):
            self._refuse(step, OUT_OF_TURN)
        elif self._is_full(step):
            self._refuse(step, TOO_MANY)
        else:
            self._add_waiting(step)
            self._note(step, DoubtState.WAITING, EARLY)

    def _is_full(self, step: ObservedEvent) -> bool:
        own = [other for other in self.thread.waiting if other.publisher == step.publisher]
        alike = [other for other in own if other.said["step"] == step.said["step"]]
        return len(own) >= MOST_WAITING or len(alike) >= MOST_ALIKE

    def _turns(self) -> Turns:
        return Turns.of(self.thread.parties, self.thread.views)

    def _add_waiting(self, step: ObservedEvent) -> None:
        self.thread = replace(self.thread, waiting=(*self.thread.waiting, step))

    def _remove_waiting(self, step: ObservedEvent) -> None:
        rest = tuple(other for other in self.thread.waiting if other is not step)
        self.thread = replace(self.thread, waiting=rest)

    def _accept(self, event: ObservedEvent) -> None:
        self.thread = replace(self.thread, heard=(*self.thread.heard, event))
        self.verdicts.append(AdmissionVerdict(event, DoubtState.BELIEVED))

    def _refuse(self, event: ObservedEvent, why: str) -> None:
        self._note(event, DoubtState.REFUSED, why)

    def _note(self, event: ObservedEvent, state: DoubtState, why: str) -> None:
        reason = why.format(
            by=event.by,
            publisher=event.publisher,
            step=title_of(event),
            referrer=next(iter(self.thread.parties), ""),
        )
        self.verdicts.append(AdmissionVerdict(event, state, reason))
