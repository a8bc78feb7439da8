"""What an event is called in Chinese: its title, or of a step in a case the step."""

from functools import cache

from services.coordination.clocks.domain import Heard
from shared.catalog import events
from shared.message import meta_of

PREFIX = "cn.liandong."


@cache
def _titles() -> dict[str, str]:
    metas = (meta_of(kind) for kind in events())
    return {meta.type.removeprefix(PREFIX): meta.title for meta in metas}


def title_of(heard: Heard) -> str:
    """Name what was heard."""
    return heard.said.get("step") or _titles()[heard.event]
