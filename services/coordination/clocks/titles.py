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


def words_of_end(said: dict[str, str]) -> str:
    """Say in Chinese why something is owed no longer."""
    step = said.get("step")
    return f"案件已有步骤“{step}”" if step else "已有其后的事件使该事项不再需要"
