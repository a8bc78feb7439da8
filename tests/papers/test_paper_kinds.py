"""Every kind of paper: with all fields, with only the required ones, and with oversized texts."""

import papers_given as given
import pytest

from services.casework.papers.factory import example_form, make_paper
from services.casework.papers.registry import PAPERS
from shared.errors import InvalidInputError
from shared.messages.contract import contract_of
from shared.papers import page_metrics
from shared.papers.canvas import Rectangle, TextRun
from shared.papers.rendering import Format, render

kinds = pytest.mark.parametrize("kind", list(PAPERS))


@kinds
def test_a_full_paper_shows_every_field(kind):
    words = given.words_of(given.laid(given.full(kind)))

    missing = {
        value for value in given.values_of(example_form(kind)) if not given.is_shown(value, words)
    }
    assert missing == set()


@kinds
def test_a_full_paper_shows_every_field_in_word_too(kind):
    words = given.docx_words(render(given.full(kind), Format.DOCX).content)

    missing = {
        value for value in given.values_of(example_form(kind)) if not given.is_shown(value, words)
    }
    assert missing == set()


@kinds
def test_what_is_not_filled_in_is_left_to_the_pen(kind):
    paper = given.bare(kind)

    for words in given.words_in_both(paper):
        assert "None" not in words
        assert all(given.is_shown(value, words) for value in given.values_of(given.bare_form(kind)))


@kinds
def test_nothing_leaves_the_page_whatever_the_length(kind):
    canvas = given.laid(given.hostile(kind))

    right = page_metrics.PAGE_WIDTH_MM - page_metrics.RIGHT_MM + 0.01
    for page in canvas.pages:
        for thing in page:
            assert thing.x >= page_metrics.LEFT_MM - 0.01
            if isinstance(thing, TextRun):
                end = thing.x + canvas.measure(thing.text, thing.face, thing.points)
                assert end <= right
                assert thing.y < page_metrics.PAGE_HEIGHT_MM - 10
            if isinstance(thing, Rectangle):
                assert thing.x + thing.width <= right
                assert (
                    thing.y + thing.height
                    <= page_metrics.PAGE_HEIGHT_MM - page_metrics.BOTTOM_MM + 0.01
                )


@kinds
def test_no_character_of_a_long_paper_is_lost(kind):
    paper = given.hostile(kind)

    words = given.words_of(given.laid(paper))

    # A page break may divide a field: therefore count the characters of the whole list.
    wanted = "".join(given.values_of(given.hostile_form(kind)))
    assert all(words.count(char) >= wanted.count(char) for char in "镉渠𬭎䶮份")
    assert given.docx_words(render(paper, Format.DOCX).content).count("镉") >= wanted.count("镉")


def test_each_page_of_a_long_list_has_the_list_s_head_and_its_number():
    canvas = given.laid(given.hostile("material_list", given.MANY))

    pages = [[run.text for run in page if isinstance(run, TextRun)] for page in canvas.pages]
    assert len(pages) > 20
    assert all("材料名称" in page for page in pages[1:-2])
    assert [page[-1] for page in pages] == [
        f"第 {number} 页 共 {len(pages)} 页" for number in range(1, len(pages) + 1)
    ]


@kinds
def test_every_field_of_a_form_has_a_chinese_title(kind):
    described = contract_of(PAPERS[kind].form)._schema.fields

    assert [name for name, field in described.items() if not field.metadata.get("title")] == []


def test_wrong_fields_are_named_in_chinese_with_their_place():
    form = example_form("material_list")
    form["materials"][0]["nmae"] = "某某"
    form["office"] = ""
    form["handed_on"] = "昨天"

    with pytest.raises(InvalidInputError) as refused:
        make_paper("material_list", form, given.AT)

    assert {fault.field: fault.message for fault in refused.value.faults} == {
        "materials.0.nmae": "没有这个字段",
        "office": "长度应在 1 至 200 之间",
        "handed_on": "应为日期，如 2026-10-08",
    }


def test_the_approval_for_detention_has_its_four_steps_in_order():
    """853号 10: 经办人, 执法机构, 法制机构, 局领导."""
    words = given.words_of(given.laid(given.bare("detention_approval")))

    places = [
        words.index(step) for step in ("经办人", "执法机构意见", "法制机构意见", "局领导意见")
    ]
    assert places == sorted(places)
    assert words.count("签名：") == 4


def test_the_list_of_materials_is_signed_with_both_numbers_and_made_twice():
    """853号 11 and its template: 执法证号, 警官证号, two copies."""
    words = given.words_of(given.laid(given.bare("material_list")))

    assert all(label in words for label in ("执法证号", "警官证号", "一式两份"))


def test_a_report_names_two_officers():
    """17号 5: at least two officers investigate."""
    form = example_form("investigation_report")
    form["officers"] = form["officers"][:1]

    with pytest.raises(InvalidInputError, match="officers"):
        make_paper("investigation_report", form, given.AT)
