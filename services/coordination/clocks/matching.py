"""Tell whether an event is one that a rule looks for."""

from collections.abc import Iterable, Mapping

from services.coordination.clocks.domain import Heard
from services.coordination.clocks.rule import Match, Where


def any_matches(matches: Iterable[Match], heard: Heard) -> bool:
    """Tell whether an event is one of these."""
    return any(at.event == heard.event and holds(at.where, heard.said) for at in matches)


def holds(where: Where, said: Mapping[str, str]) -> bool:
    """Tell whether all fields hold one of the values wanted of them."""
    return all(said.get(name) in values for name, values in where.items())
