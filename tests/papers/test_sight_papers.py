"""Papers of a live case: each follows from the case file, and an issued paper is immutable."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

import orjson
import pytest
from casework_given import FILE, SUSPECT, a_form
from papers_given import docx_words
from sight_given import a_sent_case, a_world, body_of, receipted, sees

from services.casework.issued_papers.domain import (
    IssuedPaper,
    check_format,
    hash_paper,
    issued_paper,
    reissue,
)
from services.casework.issued_papers.facts import facts_of_case
from services.casework.issued_papers.handlers import note_paper
from services.casework.issued_papers.messages import IssuePaper
from services.casework.papers.data.allowed import BY_HAND, FORM_RULES, available_kinds, fill_form
from services.casework.papers.data.facts import CaseFacts
from services.casework.papers.data.offices import office_of, procuratorate_of
from services.casework.papers.factory import fingerprint, paper_of
from services.casework.papers.registry import PAPERS
from services.casework.procedures.case_file import RecordedStep
from services.casework.procedures.vocabulary import Organ
from services.casework.steps.messages import Step, Track
from shared.errors import NotFoundError, WrongStateError
from shared.messages.codec import to_wire
from shared.papers.editions import FIRST
from shared.papers.rendering import Format, render

AT = datetime(2026, 10, 8, 1, 30, tzinfo=UTC)
DAY = date(2026, 10, 8)


def taken(step: Step) -> RecordedStep:
    return RecordedStep(
        step, Organ.REFERRER, "某某甲", DAY, AT, "某文〔2026〕1号", "某某理由", materials=FILE[:1]
    )


def facts(track: Track = Track.CRIMINAL, *steps: Step) -> CaseFacts:
    return CaseFacts(
        case_id="k-1",
        track=track,
        case_name="某某公司涉嫌污染环境案",
        office="晋中市生态环境局祁县分局",
        referrer="晋中市生态环境局祁县分局",
        police="祁县公安局",
        procuratorate="祁县人民检察院",
        state="已签收",
        opened_on=DAY,
        materials=FILE,
        history=tuple(map(taken, steps)),
        suspects=(SUSPECT,),
        charge="污染环境罪",
        officers=("某某甲", "某某乙"),
        form=a_form() if track is Track.DETENTION else None,
    )


ALL = [
    (kind, track, step)
    for kind, filling in FORM_RULES.items()
    for track in filling.tracks
    for step in filling.after
]


@pytest.mark.parametrize(("kind", "track", "step"), ALL)
def test_every_paper_follows_from_the_file_once_its_step_was_taken(kind, track, step):
    case = facts(track, step)

    paper = paper_of(kind, fill_form(kind, case), AT)

    assert PAPERS[kind].title in paper.sheet.title or paper.sheet.title in PAPERS[kind].title


@pytest.mark.parametrize(("kind", "track", "step"), ALL)
def test_no_paper_is_made_before_its_step(kind, track, step):
    with pytest.raises(WrongStateError, match=step):
        fill_form(kind, facts(track))


def test_every_kind_is_filled_in_from_a_case_or_written_by_hand():
    assert {*FORM_RULES, *BY_HAND} == set(PAPERS)


def test_a_kind_that_is_none_is_named():
    with pytest.raises(NotFoundError, match="no_such"):
        fill_form("no_such", facts())


def test_a_case_has_the_papers_of_its_own_track_only():
    case = facts(Track.DETENTION, Step.DRAFTED, Step.APPROVED, Step.RECEIPTED)

    assert set(available_kinds(case)) == {
        "detention_approval",
        "detention_transfer_letter",
        "material_list",
        "detention_receipt",
    }


def test_the_letter_lists_each_material_with_its_hash():
    """[17号 6]."""
    letter = fill_form("transfer_letter", facts(Track.CRIMINAL, Step.APPROVED))

    assert len(letter.materials) == len(FILE)
    assert all("9f" * 32 in (line.remark or "") for line in letter.materials)
    assert letter.copies_to == ("祁县人民检察院",)


def test_the_four_signatures_stand_on_the_approval():
    """[853号 10]."""
    steps = (Step.DRAFTED, Step.UNIT_AGREED, Step.LEGAL_AGREED, Step.APPROVED)

    form = fill_form("detention_approval", facts(Track.DETENTION, *steps))

    signed = (form.enforcement, form.legal, form.head)
    assert [signature.signed_by for signature in signed] == ["某某甲"] * 3
    assert form.number == "祁环拘移〔2026〕年1号"


def test_an_issued_paper_gives_the_same_bytes_again():
    made = hash_paper(
        "transfer_letter",
        "案件移送书",
        fill_form("transfer_letter", facts(Track.CRIMINAL, Step.APPROVED)),
        "祁环移〔2026〕1号",
        AT,
    )
    kept = issued_paper(
        made,
        paper_id="p-1",
        case_id="k-1",
        kind="transfer_letter",
        number="祁环移〔2026〕1号",
        by="某某",
    )

    bytes_again = render(reissue(kept), Format.DOCX)

    assert bytes_again.sha256 == kept.docx_sha256
    assert render(reissue(kept), Format.PDF).sha256 == kept.pdf_sha256


def test_a_name_that_no_font_has_does_not_hold_up_a_paper():
    """17号 6 requires the letter within 24 hours: it is issued as DOCX, and the answer says why."""
    nobody_s = replace(SUSPECT, name="某\U000ffffd")
    case = replace(facts(Track.CRIMINAL, Step.APPROVED), suspects=(nobody_s,))
    made = hash_paper("transfer_letter", "案件移送书", fill_form("transfer_letter", case), None, AT)
    kept = issued_paper(
        made, paper_id="p-1", case_id="k-1", kind="transfer_letter", number=None, by="某某"
    )

    assert kept.pdf_sha256 == ""
    assert "U+FFFFD" in str(kept.without_pdf)
    assert "fonts-hanazono" in str(kept.without_pdf)
    assert render(reissue(kept), Format.DOCX).sha256 == kept.docx_sha256
    check_format(kept, Format.DOCX)
    with pytest.raises(WrongStateError, match="只以 DOCX 出具"):
        check_format(kept, Format.PDF)


def test_what_was_issued_before_the_check_of_texts_is_given_as_it_was():
    """Trimming now would change the hash of the fields, which is printed on each page."""
    form = fill_form("transfer_letter", facts(Track.CRIMINAL, Step.APPROVED))
    wire = {**to_wire(form), "case_name": " 某某\u200b公司案\u2028"}
    old = IssuedPaper("p-1", "k-1", "transfer_letter", "案件移送书", None, AT, "某某", "", "", "")
    kept = replace(old, form=orjson.dumps(wire).decode())

    assert reissue(kept).edition == FIRST
    assert fingerprint("transfer_letter", wire) in reissue(kept).reference


def test_a_case_with_odd_texts_of_before_still_gets_its_papers():
    odd = replace(SUSPECT, name="某\x1b某\u202e甲\n")
    case = replace(facts(Track.CRIMINAL, Step.APPROVED), suspects=(odd,))

    paper = paper_of("transfer_letter", fill_form("transfer_letter", case), AT)

    assert "某某甲" in docx_words(render(paper, Format.DOCX).content)


def test_offices_are_named_by_department_and_county():
    assert office_of("environment", "140727") == "晋中市生态环境局祁县分局"
    assert office_of("public_security", "140727") == "祁县公安局"
    assert office_of("environment", "140700") == "晋中市生态环境局"
    assert procuratorate_of("140781") == "介休市人民检察院"


def test_a_draft_becomes_fixed_when_it_is_issued():
    world = a_world()
    case = a_sent_case(world)
    receipted(world, case)
    before = sees(world, "environment").get_case_paper(case, "transfer_letter.pdf")

    side = sees(world, "environment")
    form = fill_form("transfer_letter", facts_of_case(side.work, case))
    made = hash_paper("transfer_letter", "案件移送书", form, None, world.now)
    kept = world.environment.execute(
        lambda uow, command: note_paper(uow, command, made), IssuePaper(case, "transfer_letter")
    )
    after = side.get_case_paper(case, "transfer_letter.pdf")

    assert before.headers["Liandong-Paper"] == "draft"
    assert after.headers["Liandong-Paper"] == "issued"
    assert hashlib.sha256(body_of(after)).hexdigest() == kept.pdf_sha256
    listed = {paper.kind: paper for paper in side.get_case_papers(case).papers}
    assert listed["transfer_letter"].pdf_sha256 == kept.pdf_sha256
    assert listed["material_list"].pdf_sha256 is None


def test_the_case_file_holds_steps_materials_and_clocks_on_both_sides():
    world = a_world()
    case = a_sent_case(world)
    receipted(world, case)

    for department in ("environment", "public_security"):
        answer = sees(world, department).get_case_file(case, "pdf")

        assert body_of(answer).startswith(b"%PDF")
        assert answer.content_type == "application/pdf"


def test_another_format_than_pdf_and_docx_is_refused():
    world = a_world()
    case = a_sent_case(world)

    with pytest.raises(NotFoundError, match="exe"):
        sees(world, "environment").get_case_file(case, "exe")
