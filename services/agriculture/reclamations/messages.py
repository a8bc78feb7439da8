"""Reclamation of industrial or mining land to farmland."""

from typing import Annotated

from shared.fields import Area, County, Id, Name, Words
from shared.message import Example, Title, command, event


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
    reason: Annotated[Words, Title("理由"), Example("地块在名录内")]
