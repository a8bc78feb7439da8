"""Match observed events with the conditions of rules."""

from collections.abc import Iterable, Mapping

from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.limit import Match, Where


def any_matches(matches: Iterable[Match], heard: ObservedEvent) -> bool:
    """Return whether an event matches one of these conditions."""
    for match in matches:  # noqa: SIM110  a recount asks this millions of times
        if match.event == heard.event and holds(match.where, heard.said):
            return True
    return False


def holds(where: Where, said: Mapping[str, str]) -> bool:
    """Return whether every field has one of the required values."""
    for name, values in where.items():  # noqa: SIM110  likewise
        if said.get(name) not in values:
            return False
    return True
