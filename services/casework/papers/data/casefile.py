"""The file of a live case: what happened, its papers, materials with custody, clocks."""

from collections.abc import Sequence
from datetime import date, datetime

from services.casework.issued_papers.domain import IssuedPaper
from services.casework.materials.domain import KeptMaterial
from services.casework.papers.data.facts import CaseFacts
from services.casework.papers.forms.casefile import (
    CaseFile,
    FiledClock,
    FiledMaterial,
    FiledPaper,
    Happening,
)
from services.casework.steps.messages import Step
from services.casework.timelines.views import ClockShown, Entry, Timeline
from services.law.citations import read_citation
from services.law.registry import words_of
from shared.handling import LEGAL_ZONE
from shared.papers import day_words

MANY = 2000


def case_file(
    case: CaseFacts,
    timeline: Timeline,
    papers: Sequence[IssuedPaper],
    kept: Sequence[KeptMaterial],
) -> CaseFile:
    """Fill in the cover and the lists of a case file [17号 6; 853号 16]."""
    holders = {record.sha256: record for record in kept}
    closed = case.last(Step.CLOSED)
    outcome = f"{timeline.outcome}：{'、'.join((timeline.state, *timeline.marks))}"
    return CaseFile(
        office=case.office,
        case_id=case.case_id,
        case_name=case.case_name,
        parties=case.parties,
        handlers="、".join(case.officers) or None,
        opened_on=case.opened_on,
        closed_on=closed.on if closed else None,
        outcome=outcome,
        happenings=tuple(map(_happening, timeline.entries))[:MANY],
        papers=tuple(_paper(paper) for paper in papers)[:MANY],
        materials=tuple(
            FiledMaterial(material.name, material.sha256, *_custody(holders.get(material.sha256)))
            for material in case.materials
        )[:MANY],
        clocks=tuple(_clock(clock, case) for clock in timeline.clocks)[:MANY],
    )


def _happening(at: Entry) -> Happening:
    said = "；".join(filter(None, (at.document_number, at.words)))
    words = f"{at.step}：{said}" if said else at.step
    return Happening(_minute(at.at), words[:2000], f"{at.organ} {at.by}"[:200], _basis(at.basis))


def _paper(at: IssuedPaper) -> FiledPaper:
    mark = f"PDF {at.pdf_sha256[:16]}…" if at.pdf_sha256 else f"DOCX {at.docx_sha256[:16]}…"
    return FiledPaper(at.title, mark, at.issued_at.astimezone(LEGAL_ZONE).date())


def _custody(kept: KeptMaterial | None) -> tuple[str, str | None]:
    if kept is None:
        return "1份", None
    moved = f"（移交{len(kept.chain)}次）" if kept.chain else ""
    return kept.quantity, f"{kept.holder.organ}{moved}"[:200]


def _clock(at: ClockShown, case: CaseFacts) -> FiledClock:
    due = _minute(at.due_at) if at.last_day is None and at.due_at else _day(at.last_day)
    state = f"{at.state}（逾期）" if at.late else str(at.state)
    return FiledClock(at.title, case.organ(at.owner), due, state, _basis("；".join(at.basis)))


def _basis(citation: str) -> str | None:
    return "；".join(map(words_of, read_citation(citation)))[:200] or None


def _day(day: date | None) -> str:
    return day_words(day) if day else "—"


def _minute(at: datetime) -> str:
    local = at.astimezone(LEGAL_ZONE)
    return f"{day_words(local.date())}{local.hour}时{local.minute:02}分"
