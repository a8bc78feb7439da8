"""The file of a live case: its history, its papers, materials with custody, clocks."""

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


def _happening(entry: Entry) -> Happening:
    said = "；".join(filter(None, (entry.document_number, entry.words)))
    words = f"{entry.step}：{said}" if said else entry.step
    return Happening(
        _minute(entry.at), words[:2000], f"{entry.organ} {entry.by}"[:200], _basis(entry.basis)
    )


def _paper(paper: IssuedPaper) -> FiledPaper:
    mark = (
        f"PDF {paper.pdf_sha256[:16]}…" if paper.pdf_sha256 else f"DOCX {paper.docx_sha256[:16]}…"
    )
    return FiledPaper(paper.title, mark, paper.issued_at.astimezone(LEGAL_ZONE).date())


def _custody(kept: KeptMaterial | None) -> tuple[str, str | None]:
    if kept is None:
        return "1份", None
    moved = f"（移交{len(kept.chain)}次）" if kept.chain else ""
    return kept.quantity, f"{kept.holder.organ}{moved}"[:200]


def _clock(clock: ClockShown, case: CaseFacts) -> FiledClock:
    due = _minute(clock.due_at) if clock.last_day is None and clock.due_at else _day(clock.last_day)
    state = f"{clock.state}（逾期）" if clock.late else str(clock.state)
    return FiledClock(
        clock.title, case.organ(clock.owner), due, state, _basis("；".join(clock.basis))
    )


def _basis(citation: str) -> str | None:
    return "；".join(map(words_of, read_citation(citation)))[:200] or None


def _day(day: date | None) -> str:
    return day_words(day) if day else "—"


def _minute(at: datetime) -> str:
    local = at.astimezone(LEGAL_ZONE)
    return f"{day_words(local.date())}{local.hour}时{local.minute:02}分"
