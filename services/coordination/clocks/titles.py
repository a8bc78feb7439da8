"""Chinese names of events and times: an event by its title, a step by its name."""

from datetime import datetime
from functools import cache
from typing import get_type_hints

from services.coordination.clocks.observed import ObservedEvent
from shared.catalog import events
from shared.handling import LEGAL_ZONE
from shared.messages import Title, meta_of, split_annotated, split_optional

PREFIX = "cn.liandong."


@cache
def _titles() -> dict[str, str]:
    metas = (meta_of(kind) for kind in events())
    return {meta.type.removeprefix(PREFIX): meta.title for meta in metas}


def title_of(heard: ObservedEvent) -> str:
    """Return the Chinese name of an observed event."""
    return heard.said.get("step") or _titles()[heard.event]


@cache
def field_title(event: str, name: str) -> str:
    """Return the Chinese name of a field of an event, or its own name if it has none."""
    kinds = {meta_of(kind).type.removeprefix(PREFIX): kind for kind in events()}
    hint = get_type_hints(kinds.get(event, object), include_extras=True).get(name)
    markers = split_annotated(split_optional(split_annotated(hint)[0])[0])[1]
    titles = (one.zh for one in (*split_annotated(hint)[1], *markers) if isinstance(one, Title))
    return next(titles, name)


def minute(moment: datetime) -> str:
    """Format an instant as a clerk in China reads it."""
    return f"{moment.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M}"


def words_of_end(said: dict[str, str]) -> str:
    """Return the Chinese words for the reason why a duty ended."""
    step = said.get("step")
    return f"案件已有步骤“{step}”" if step else "已有其后的事件使该事项不再需要"
