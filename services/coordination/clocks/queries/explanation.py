"""Explain in one Chinese sentence how a clock was counted, from its stored document alone."""

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.observed import LateClaim
from services.coordination.clocks.recount.state import obligation_as_recounted
from services.coordination.clocks.states import ObligationState
from services.coordination.clocks.titles import minute
from services.coordination.clocks.views import Explanation
from shared.handling import HandlerRunner


def explanation_of(work: HandlerRunner, obligation_id: str) -> Explanation:
    """Explain how a clock was counted, by the calendar that it was counted with."""
    kept = obligation_as_recounted(work, obligation_id)
    return Explanation(
        obligation_id=kept.id,
        sentence=sentence_of(kept),
        basis=kept.basis,
        calendar=kept.calendar,
        provisional=kept.provisional,
    )


def sentence_of(kept: Obligation) -> str:
    """Return a sentence with the owner, the duty, the count of its period, and the state."""
    basis = "；".join(kept.basis)
    claimed = "".join(map(_claimed, kept.claims))
    bearer = f"（义务人：{kept.duty_of}）" if kept.duty_of else ""
    duty = f"{kept.owner} {kept.title}{bearer}〔{basis}〕"
    return f"{duty}：{kept.counted}；{_standing(kept)}{claimed}。"


def _standing(kept: Obligation) -> str:
    if kept.open or kept.ended_at is None or kept.ended_by is None:
        return f"{kept.state}：{kept.reason}" if kept.reason else str(kept.state)
    at, by = minute(kept.ended_at), kept.ended_title
    if kept.state is ObligationState.WITHDRAWN:
        return f"{at}因“{by}”不再需要" if by else f"{at}不再需要：{kept.reason}"
    return f"{at}以“{by}”履行" + ("，已逾期" if kept.late else "")


def _claimed(claim: LateClaim) -> str:
    came = f"{minute(claim.claimed_on)}已“{claim.what}”，{minute(claim.arrived)}才到达"
    return f"；{claim.by}事后主张{came}，{'已采信' if claim.accepted else '待负责人核实'}"
