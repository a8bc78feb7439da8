"""Say in one Chinese sentence how a clock was counted."""

from services.coordination.clocks.clock import Clock, Outcome
from services.coordination.clocks.domain import Obligation, Thread
from services.coordination.clocks.folding import clocks_of
from services.coordination.clocks.rulebook import rulebook
from services.coordination.clocks.titles import title_of
from services.coordination.clocks.views import Explanation
from shared.calendar import explain, latest
from shared.errors import NotFoundError
from shared.uow import LEGAL_ZONE
from shared.work import Worker


def explanation_of(work: Worker, obligation_id: str) -> Explanation:
    """Count a clock again from what was heard, and say how."""
    kept = work.get(Obligation, obligation_id)
    thread = work.get(Thread, kept.thread)
    found = [at for at in clocks_of(thread, rulebook(), latest()) if at.id == kept.id]
    if not found:
        raise NotFoundError("现行规则下的应办事项", obligation_id)
    (clock,) = found
    return Explanation(
        obligation_id=kept.id,
        sentence=sentence_of(clock, kept),
        basis=kept.basis,
        calendar=clock.count.calendar.version,
        provisional=clock.count.provisional,
    )


def sentence_of(clock: Clock, kept: Obligation) -> str:
    """Say what is owed by whom, how its period was counted, and where it stands."""
    basis = "；".join(kept.basis)
    counted = explain(clock.count, title_of(clock.start))
    return f"{kept.owner} {kept.title}〔{basis}〕：{counted}；{_standing(clock, kept)}。"


def _standing(clock: Clock, kept: Obligation) -> str:
    if clock.end is None:
        return f"{kept.state}：{kept.reason}" if kept.reason else str(kept.state)
    at = f"{clock.end.heard.at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M}"
    by = title_of(clock.end.heard)
    if clock.end.outcome is Outcome.WITHDRAWN:
        return f"{at}因“{by}”不再需要"
    return f"{at}以“{by}”履行" + ("，已逾期" if clock.late else "")
