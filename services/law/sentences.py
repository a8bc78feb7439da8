"""Chinese sentences that explain a choice of the text."""

from collections.abc import Iterable, Sequence
from datetime import date

from services.law.basis import Basis
from services.law.registry import name_of, text_of
from services.law.texts import LegalChange, Lighter

VERDICTS = {
    Lighter.OLD: "旧法较轻或者相同，适用行为时的旧法",
    Lighter.NEW: "新法较轻，适用新法",
    Lighter.SAME: "轻重相同，适用行为时的旧法",
    Lighter.UNKNOWN: "本库未载明轻重，暂列行为时的旧法，须由承办人比较后决定",
}


def applied(basis: Basis, day: date, applies: Sequence[Basis]) -> str:
    """Explain which law applied on a day."""
    if tuple(applies) == (basis,):
        return f"{day}适用{name_of(basis)}{_unsure(basis)}"
    why = f"{day}{name_of(basis)}{_why_not(basis, day)}"
    if not applies:
        return f"{why}，本库未录当日适用的对应条文，须人工核对"
    return f"{why}，当日适用{_names(applies)}"


def uncompared(
    basis: Basis, act_on: date, judged_on: date, old: Sequence[Basis], new: Sequence[Basis]
) -> str:
    """Explain a choice that needed, or allowed, no comparison."""
    told = f"行为日期{act_on}：{applied(basis, act_on, old)}"
    if not old:
        return told
    if not new:
        return f"{told}；处理日期{judged_on}没有本库所录的对应条文可比较，须人工核对"
    return f"{told}；至处理日期{judged_on}没有更替，不需比较"


def compared(
    act_on: date,
    old: Sequence[Basis],
    new: Sequence[Basis],
    lighter: Lighter,
    known: Iterable[LegalChange],
) -> str:
    """Explain the old law, the new one, the difference, and the result [code.1057]."""
    differs = "；".join(f"{change.old}→{change.new}：{change.zh}" for change in known)
    return (
        f"行为日期{act_on}，行为时适用{_names(old)}，处理时适用{_names(new)}；"
        f"{f'{differs}；' if differs else ''}按从旧兼从轻（code.1057），{VERDICTS[lighter]}"
    )


def _why_not(basis: Basis, day: date) -> str:
    text = text_of(basis)
    if text.in_force_from is not None and day < text.in_force_from:
        return f"尚未施行（{text.in_force_from}起施行）"
    by = f"被{text.repealed_by}" if text.repealed_by else ""
    return f"已{by}废止（施行至{text.in_force_until}）"


def _unsure(basis: Basis) -> str:
    return "（施行日期未录，视为已施行）" if text_of(basis).in_force_from is None else ""


def _names(found: Sequence[Basis]) -> str:
    return "、".join(map(name_of, found))
