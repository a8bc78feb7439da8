"""Parts of sheets that several papers have."""

from collections.abc import Iterable

from services.casework.papers.forms.parts import (
    ItemLine,
    MaterialLine,
    Officer,
    Opinion,
    PaperPerson,
    PaperSigner,
    Party,
)
from shared.papers import Cell, Table, day_words, label, listing, value

SIX = (3.2, 3.2, 2.2, 4.2, 1.5, 3.5)
"""The columns of a form: three fields beside each other."""

STEP_MM = 20.0
NOBODY = PaperPerson("")

Row = tuple[Cell, ...]


def wide(name: str, text: str | None, least_mm: float = 0.0) -> Row:
    """Write a field over the whole width of a form."""
    return label(name), value(text, span=5, least_mm=least_mm)


def pair(first: str, text: str | None, second: str, other: str | None) -> Row:
    """Write two fields beside each other."""
    return label(first), value(text, span=2), label(second), value(other, span=2)


def party_rows(party: Party) -> tuple[Row, ...]:
    """Write who a case is about, field by field as the official form does [853号 10-11]."""
    return (
        wide("企业名称或其他经营者", party.name),
        wide("组织机构代码", party.code),
        (
            label("地址"),
            value(party.address, span=3),
            label("邮编"),
            value(party.postcode),
        ),
        _person_row("法定代表人", party.legal_representative),
        _person_row("企业主要负责人", party.principal),
    )


def opinion_row(step: str, opinion: Opinion) -> Row:
    """Write one step of an approval, with room to sign."""
    foot = f"签名：{opinion.signed_by or '        '}    {day_words(opinion.signed_on)}"
    return label(step), value(opinion.opinion, span=5, least_mm=STEP_MM, foot=foot)


def material_table(materials: Iterable[MaterialLine]) -> Table:
    """List materials as the official form does [853号 11]."""
    rows = [
        (material.name, material.quantity, material.provided_by, material.remark)
        for material in materials
    ]
    return listing((4.2, 1.6, 2.6, 2.4), ("材料名称", "数量", "提供部门", "备注"), rows)


def item_table(items: Iterable[ItemLine]) -> Table:
    """List items with their features and places [17号 6]."""
    rows = [(item.name, item.quantity, item.features, item.place, item.remark) for item in items]
    heads = ("物品名称", "数量", "特征", "存放地点", "备注")
    return listing((2.6, 1.5, 3.0, 2.4, 1.8), heads, rows)


def hand_table(
    giver: PaperSigner | None, taker: PaperSigner | None, day: str, *, giving: str = "移送人"
) -> Table:
    """Write who gave and who took, with the numbers of 执法证 and 警官证, and room to sign."""
    rows = (
        _hand(f"{giving}签名", giver, "执法证号"),
        _hand("接收人签名", taker, "警官证号"),
        (label("日期"), value(day, span=3)),
    )
    return Table((2.2, 4.0, 1.8, 4.0), rows)


def officers_words(officers: Iterable[Officer]) -> str:
    """Write officers with their numbers, one per line."""
    return "\n".join(_officer(officer) for officer in officers)


def parties_words(parties: Iterable[Party]) -> str:
    """Write whom a case is about, one per line."""
    return "\n".join(_party(party) for party in parties)


def _person_row(role: str, person: PaperPerson | None) -> Row:
    known = person or NOBODY
    return (
        label(role),
        value(known.name),
        label("证件号码"),
        value(known.identifier),
        label("电话"),
        value(known.phone),
    )


def _hand(name: str, signer: PaperSigner | None, number: str) -> Row:
    who = signer.name if signer else None
    certificate = signer.certificate if signer else None
    return label(name), value(who, least_mm=12.0), label(number), value(certificate)


def _officer(officer: Officer) -> str:
    told = (("执法证号", officer.certificate), ("电话", officer.phone))
    more = "，".join(f"{name}：{text}" for name, text in told if text)
    return f"{officer.name}（{more}）" if more else officer.name


def _party(party: Party) -> str:
    told = (
        ("组织机构代码", party.code),
        ("地址", party.address),
        ("邮编", party.postcode),
        ("法定代表人", _person(party.legal_representative)),
        ("企业主要负责人", _person(party.principal)),
    )
    more = "；".join(f"{name}：{text}" for name, text in told if text)
    return f"{party.name}（{more}）" if more else party.name


def _person(person: PaperPerson | None) -> str:
    if person is None:
        return ""
    told = (("证件号码", person.identifier), ("电话", person.phone))
    return "，".join([person.name, *(f"{name} {text}" for name, text in told if text)])
