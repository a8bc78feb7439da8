"""Papers as files: extractable text, reproducible bytes, and a hash of each."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import papers_given as given
import pypdfium2
import pytest

from services.casework.papers.factory import example_form, make_paper
from services.casework.papers.registry import PAPERS
from shared.errors import InvalidInputError
from shared.papers import page_metrics
from shared.papers.errors import FontMissingError, GlyphMissingError
from shared.papers.fonts import files
from shared.papers.model import Break, Heading, Paper, Sheet, TextBlock
from shared.papers.rendering import Format, render


def read(content: bytes) -> list[str]:
    """Return the text of each page above its footer."""
    document = pypdfium2.PdfDocument(content)
    bottom = (page_metrics.FOOTER_MM + 4) / page_metrics.PT_MM
    return [given.packed(page.get_textpage().get_text_bounded(bottom=bottom)) for page in document]


@pytest.fixture(scope="module")
def bound() -> str:
    """Return the text of all kinds of papers, rendered as one file: fonts are read once."""
    sheets = [given.full(kind).sheet for kind in PAPERS]
    parts = [
        (Break(), Heading(f"{sheet.office}{sheet.title}{sheet.number}"), *sheet.blocks)
        for sheet in sheets
    ]
    blocks = tuple(block for part in parts for block in part)
    paper = Paper(Sheet("文书汇编", blocks), "某某", given.AT)
    return "".join(read(render(paper, Format.PDF).content))


@pytest.mark.parametrize("kind", list(PAPERS))
def test_every_field_can_be_read_out_of_the_pdf(kind, bound):
    values = given.values_of(example_form(kind))

    assert {value for value in values if not given.is_shown(value, bound)} == set()


@pytest.fixture(scope="module")
def long_list() -> bytes:
    return render(given.hostile("material_list", given.MANY), Format.PDF).content


def test_a_list_of_hundreds_of_materials_is_whole(long_list):
    pages = read(long_list)

    words = "".join(pages)
    assert all(f"第{number:03}份现场检查笔录" in words for number in range(given.MANY))
    assert all("材料名称" in page for page in pages[1:-2])


def test_rare_characters_of_names_are_shown(long_list):
    assert given.RARE in "".join(read(long_list))


@pytest.mark.parametrize("form", list(Format))
def test_the_same_paper_is_written_as_the_same_bytes(form):
    first = render(given.full("acceptance_receipt"), form)

    again = render(given.full("acceptance_receipt"), form)

    assert again == first
    assert first.sha256 == hashlib.sha256(first.content).hexdigest()


def test_the_time_is_kept_in_the_file():
    paper = given.full("acceptance_receipt")

    later = replace(paper, made_at=paper.made_at + timedelta(hours=1))

    assert render(later, Format.DOCX).sha256 != render(paper, Format.DOCX).sha256
    with zipfile.ZipFile(io.BytesIO(render(paper, Format.DOCX).content)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2026, 10, 8, 1, 0, 0)}


def test_each_page_names_the_hash_of_the_form_s_data():
    form = example_form("acceptance_receipt")
    paper = make_paper("acceptance_receipt", form, given.AT)

    changed = make_paper("acceptance_receipt", {**form, "case_name": "另一案"}, given.AT)

    assert changed.reference != paper.reference
    assert paper.reference in "".join(run.text for run in given.laid(paper).pages[0][-2:-1])


def test_a_character_that_the_fonts_lack_is_named_and_no_paper_is_written():
    form = {**example_form("acceptance_receipt"), "case_name": "某某\U000ffffd案"}

    with pytest.raises(GlyphMissingError, match="U\\+FFFFD"):
        render(make_paper("acceptance_receipt", form, given.AT), Format.PDF)


def test_missing_fonts_are_named_with_the_package_to_install(configure, tmp_path):
    configure(fonts=str(tmp_path))

    with pytest.raises(FontMissingError, match="fonts-noto-cjk"):
        files.font_file(files.Face.SONG)


def test_control_characters_do_not_break_a_file():
    text = TextBlock("某\u0000某\u200b\ufffe\ufe00案")

    made = render(Paper(Sheet("文书", (text,)), "某某", given.AT), Format.DOCX)

    assert "某某案" in given.docx_words(made.content)


def test_control_characters_in_a_form_are_told():
    form = {**example_form("acceptance_receipt"), "case_name": "某\u0000某案"}

    with pytest.raises(InvalidInputError, match="第 2 个字符"):
        make_paper("acceptance_receipt", form, given.AT)
