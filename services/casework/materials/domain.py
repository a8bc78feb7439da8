"""Materials and their chain of custody: only the holder can hand a material over."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from services.casework.materials.messages import (
    Custodian,
    HandOverMaterial,
    Origin,
    RecordMaterial,
)
from services.casework.messages import MaterialKind
from shared.errors import FieldError, InvalidInputError, WrongStateError
from shared.store import document
from shared.texts import same


@dataclass(frozen=True, slots=True)
class HandOver:
    """One link of the chain: from whom, to whom, when, against which receipt; and its recorder."""

    giver: Custodian
    taker: Custodian
    handed_at: datetime
    receipt: str
    noted_by: str


@document(
    "materials",
    title="案件材料",
    key="sha256",
    indexes=(("case_id",), ("kind",), ("division",)),
    restricted=True,
    placed="division",
)
class KeptMaterial:
    """A material by its hash; `size` and `stored_at` are None until its content arrived."""

    sha256: str
    kind: MaterialKind
    name: str
    quantity: str
    origin: Origin
    holder: Custodian
    original_on_paper: bool
    case_id: str | None
    recorded_by: str
    recorded_at: datetime
    chain: tuple[HandOver, ...] = ()
    size: int | None = None
    stored_at: datetime | None = None
    division: str = ""


def record(
    asked: RecordMaterial, actor: str, now: datetime, today: date, division: str
) -> KeptMaterial:
    """Record a material; it was provided today or before [17号 6; 853号 11]."""
    if asked.origin.provided_on > today:
        fault = f"提供日期 {asked.origin.provided_on} 晚于今天 {today}，请核对"
        raise InvalidInputError((FieldError("origin.provided_on", fault),))
    return KeptMaterial(
        sha256=asked.sha256,
        kind=asked.kind,
        name=asked.name,
        quantity=asked.quantity,
        origin=asked.origin,
        holder=asked.holder,
        original_on_paper=asked.original_on_paper,
        case_id=asked.case_id,
        recorded_by=actor,
        recorded_at=now,
        division=division,
    )


def hand_over(
    material: KeptMaterial, asked: HandOverMaterial, actor: str, now: datetime
) -> KeptMaterial:
    """Add a link to the chain of custody [17号 10; 853号 16]."""
    _check_time(material, asked.handed_at, now)
    if not same(asked.giver_certificate, material.holder.certificate):
        raise WrongStateError(
            f"材料“{material.name}”现由“{material.holder.organ}”保管，"
            "移交人证号与保管人证号不符：请由现保管人办理移交"
        )
    if same(asked.taker.certificate, material.holder.certificate):
        fault = "接收人就是现保管人，请填写另一人"
        raise InvalidInputError((FieldError("taker.certificate", fault),))
    link = HandOver(material.holder, asked.taker, asked.handed_at, asked.receipt, actor)
    return replace(material, holder=asked.taker, chain=(*material.chain, link))


def stored(material: KeptMaterial, size: int, now: datetime) -> KeptMaterial:
    """Record that the content is stored; the first time counts."""
    if material.stored_at is not None:
        return material
    return replace(material, size=size, stored_at=now)


def _check_time(material: KeptMaterial, handed_at: datetime, now: datetime) -> None:
    if handed_at > now:
        raise InvalidInputError((FieldError("handed_at", "移交时间晚于现在，请核对"),))
    if material.chain and handed_at < material.chain[-1].handed_at:
        raise InvalidInputError((FieldError("handed_at", "移交时间早于上一次移交，请核对"),))
