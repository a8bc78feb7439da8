"""Reclamation of industrial or mining land to farmland."""

from typing import Annotated

from services.natural_resources.applications.messages import ReviewOutcome
from shared.messages import Example, Title, command, event
from shared.vocabulary import Area, County, Day, Id, LongText, Name, PlotCode


@command("申请复垦为耕地")
class RequestReclamation:
    """Ask to reclaim land as farmland; `edible` if food shall grow on it [code.446]."""

    county: County
    area: Area
    applicant: Annotated[Name, Title("申请人"), Example("某某村民委员会")]
    edible: Annotated[bool, Title("拟种植食用农产品"), Example(True)]


@event("reclamation.proposed", title="工矿用地拟复垦为耕地", subject="reclamation_id")
class ReclamationProposed:
    """Agriculture asks what the land was used for [code.446, code.428, plan.2]."""

    reclamation_id: Annotated[Id, Title("复垦申请编号")]
    county: County
    area: Area
    edible: Annotated[bool, Title("拟种植食用农产品"), Example(True)]


@event("reclamation.approved", title="复垦申请同意", subject="reclamation_id")
class ReclamationApproved:
    """Nothing stands against reclaiming the land as asked."""

    reclamation_id: Annotated[Id, Title("复垦申请编号")]
    edible: Annotated[bool, Title("拟种植食用农产品"), Example(True)]


@event("reclamation.refused", title="复垦申请不予同意", subject="reclamation_id")
class ReclamationRefused:
    """Land with a toxic past does not become farmland for food [code.428, plan.2]."""

    reclamation_id: Annotated[Id, Title("复垦申请编号")]
    reason: Annotated[LongText, Title("理由"), Example("地块在名录内")]


@command("复核已同意的复垦申请")
class ReviewReclamation:
    """Decide what becomes of a reclamation against which something came up [行政许可法 69]."""

    reclamation_id: Annotated[Id, Title("复垦申请编号")]
    outcome: Annotated[ReviewOutcome, Title("复核结论"), Example("撤销")]
    reason: Annotated[LongText, Title("理由"), Example("地块已列入名录，撤销原同意决定")]


@event("reclamation.review_required", title="已同意的复垦应复核", subject="reclamation_id")
class ReclamationReviewRequired:
    """Something came up against land whose reclamation was approved [code.428, plan.2]."""

    reclamation_id: Annotated[Id, Title("复垦申请编号")]
    county: County
    plot_code: PlotCode
    why: Annotated[LongText, Title("原因"), Example("地块 140728-0007 在名录内")]
    required_on: Annotated[Day, Title("提出日期")]


@event("reclamation.reviewed", title="已同意的复垦复核结论", subject="reclamation_id")
class ReclamationReviewed:
    """What became of a reclamation against which something had come up [行政许可法 69]."""

    reclamation_id: Annotated[Id, Title("复垦申请编号")]
    outcome: Annotated[ReviewOutcome, Title("复核结论"), Example("撤销")]
    reason: Annotated[LongText, Title("理由"), Example("地块已列入名录，撤销原同意决定")]
    reviewed_on: Annotated[Day, Title("复核日期")]
