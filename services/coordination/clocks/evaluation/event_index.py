"""The events of a thread in order, indexed by the types that rules search for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import attrgetter

from services.coordination.clocks.domain import EventThread
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.limit import Match
from services.coordination.clocks.rulebook.match import holds

STEP = "step"
IN_ORDER = attrgetter("at", "id")


class Events:
    """Events in the order of their dates."""

    def __init__(self, heard: tuple[ObservedEvent, ...]) -> None:
        self.heard = heard
        self._places: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place, event in enumerate(heard):
            self._places[event.event][event.said.get(STEP, "")].append(place)

    def of(self, matches: Iterable[Match]) -> tuple[ObservedEvent, ...]:
        """List the events that are one of these, in order."""
        found = {place for match in matches for place in self._at(match)}
        return tuple(self.heard[place] for place in sorted(found))

    def _at(self, match: Match) -> Iterator[int]:
        by_step = self._places.get(match.event)
        if by_step is None:
            return
        for step in match.where.get(STEP) or tuple(by_step):
            for place in by_step.get(step, ()):
                if holds(match.where, self.heard[place].said):
                    yield place


def ordered_events(thread: EventThread) -> tuple[ObservedEvent, ...]:
    """Sort events by date; reports of the same act count once, from the first arrival."""
    once: dict[str, ObservedEvent] = {}
    for event in sorted(thread.heard, key=IN_ORDER):
        known = once.get(event.identity)
        once[event.identity] = event if known is None else known.merged_with(event)
    return tuple(sorted(once.values(), key=IN_ORDER))
