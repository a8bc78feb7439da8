"""Changes of the office that handles a matter, each recorded with its reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from services.jurisdiction.messages import HandDownMatter, TakeUpMatter
from shared.errors import FieldError, InvalidInputError, WrongStateError
from shared.handling import handling_division
from shared.store import document, document_meta, key_of
from shared.vocabulary import city_code, division_name

T = TypeVar("T")


@document(
    "jurisdiction_changes",
    title="办理层级变更",
    key="change_id",
    placed="county",
    indexes=(("county",), ("matter_id",), ("from_division",), ("to_division",)),
)
class JurisdictionChange:
    """One change: what was handed from which office to which, by whom and why."""

    change_id: str
    kind: str
    matter_id: str
    county: str
    from_division: str
    to_division: str
    reason: str
    document_number: str | None
    changed_by: str
    changed_on: date


def kind_of(title: str, kinds: Sequence[type[Any]]) -> type[Any]:
    """Return the document type with a title; `InvalidInputError` names those that may change."""
    for kind in kinds:
        if document_meta(kind).title == title:
            return kind
    known = "、".join(document_meta(kind).title for kind in kinds)
    raise InvalidInputError((FieldError("kind", f"本部门可以提级或交办的事项：{known}"),))


def check_taking_up(matter: Any) -> str:
    """Return the division from which the city takes up a matter; `WrongStateError` if none."""
    handled = handling_division(matter, city_code())
    if handled in (None, city_code()):
        raise WrongStateError("该事项已由市级办理，不必提级")
    return str(handled)


def check_handing_down(matter: Any) -> str:
    """Return the city's code if its office handles a matter; `WrongStateError` otherwise."""
    handled = handling_division(matter, city_code())
    if handled != city_code():
        name = division_name(str(handled))
        raise WrongStateError(f"该事项由{name}办理，市级没有可交办的事项；需改由他县办理的，先提级")
    return city_code()


def handed_to(matter: T, division: str) -> T:
    """Return a matter in the hands of another office."""
    return replace(matter, division=division)  # type: ignore[type-var]


def change_of(
    file: Any,
    command: TakeUpMatter | HandDownMatter,
    former: str,
    division: str,
    *,
    change_id: str,
    by: str,
    on: date,
) -> JurisdictionChange:
    """Return the record of a change of office of one file."""
    meta = document_meta(file)
    return JurisdictionChange(
        change_id=change_id,
        kind=meta.title,
        matter_id=key_of(file),
        county=str(getattr(file, meta.placed)) or former,
        from_division=former,
        to_division=division,
        reason=command.reason,
        document_number=command.document_number,
        changed_by=by,
        changed_on=on,
    )


def require_at_home(matter: Any) -> None:
    """Refuse a case that left this department: a referral stays at its level [17号 6; 310号 5]."""
    if not getattr(matter, "is_at_home", True):
        raise WrongStateError(
            f"案件当前为“{matter.state}”，已移送同级公安机关，不能再改变办理层级；"
            "管辖有变的，由受移送的公安机关转送（17号 9）"
        )
