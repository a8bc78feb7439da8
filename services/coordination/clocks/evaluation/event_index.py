"""The events of a thread in order, indexed by the types that rules search for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.match import holds
from services.coordination.clocks.rulebook.rule import Match

STEP = "step"


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
