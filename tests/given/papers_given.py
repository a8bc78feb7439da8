"""Forms for the tests of papers: full, bare and oversized; and the texts found on a paper.

Papers and their pages are cached: no test may change them.
"""

import dataclasses
import io
import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, get_args, get_type_hints

import docx

from services.casework.papers.factory import example_form, make_paper
from services.casework.papers.registry import PAPERS
from shared.messages.declare import field_default
from shared.messages.schema import split_annotated, split_optional
from shared.papers.canvas import Canvas, TextRun
from shared.papers.date_words import day_numerals, day_words
from shared.papers.layout import layout
from shared.papers.model import Paper
from shared.papers.rendering import Format, render

AT = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
LONG = "某某公司在祁县某某村东侧沟渠倾倒含镉污泥，" * 400
SOME = 40
MANY = 500
RARE = "某某𬭎䶮㛃"
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@cache
def full(kind: str) -> Paper:
    return make_paper(kind, example_form(kind), AT)


def bare_form(kind: str) -> dict[str, Any]:
    """Return a form with required fields only, also within lists."""
    form = PAPERS[kind].form
    named = {
        field.name
        for field in dataclasses.fields(form)
        if field_default(field) is dataclasses.MISSING
    }
    return _bare(form, {name: value for name, value in example_form(kind).items() if name in named})


@cache
def bare(kind: str) -> Paper:
    return make_paper(kind, bare_form(kind), AT)


def hostile_form(kind: str, rows: int = SOME) -> dict[str, Any]:
    """Return a form with maximal texts and `rows` rows in each list."""
    return {name: _hostile(name, value, rows) for name, value in example_form(kind).items()}


@cache
def hostile(kind: str, rows: int = SOME) -> Paper:
    return make_paper(kind, hostile_form(kind, rows), AT)


@cache
def laid(paper: Paper) -> Canvas:
    """Lay out a paper with a fixed character width, without fonts."""
    canvas = Canvas(lambda char, _: 0.5 if char.isascii() else 1.0)
    layout(canvas, paper)
    return canvas


def words_of(canvas: Canvas) -> str:
    return packed(
        "".join(run.text for page in canvas.pages for run in page if isinstance(run, TextRun))
    )


def docx_words(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    return packed(
        "".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t"))
    )


@cache
def words_in_both(paper: Paper) -> tuple[str, str]:
    """Return the texts of the laid out pages and of the Word document."""
    return words_of(laid(paper)), docx_words(render(paper, Format.DOCX).content)


def packed(text: str) -> str:
    return re.sub(r"\s", "", text)


def values_of(form: Any) -> set[str]:
    """Return all texts of a form, without white space."""
    if isinstance(form, dict):
        return {text for value in form.values() for text in values_of(value)}
    if isinstance(form, list):
        return {text for value in form for text in values_of(value)}
    return set() if isinstance(form, bool) else {packed(str(form))}


def is_shown(value: str, words: str) -> bool:
    if found := DAY.fullmatch(value):
        day = date(*map(int, found.groups()))
        return value in words or day_words(day) in words or day_numerals(day) in words
    return value in words


def _bare(cls: type[Any], wire: Any) -> Any:
    return {
        name: _bare_value(get_type_hints(cls, include_extras=True)[name], value)
        for name, value in wire.items()
    }


def _bare_value(hint: Any, wire: Any) -> Any:
    base, _ = split_annotated(split_optional(split_annotated(hint)[0])[0])
    if isinstance(wire, list):
        return [_bare_value(get_args(base)[0], value) for value in wire]
    if dataclasses.is_dataclass(base):
        wanted = {
            field.name
            for field in dataclasses.fields(base)
            if field_default(field) is dataclasses.MISSING
        }
        return _bare(base, {name: value for name, value in wire.items() if name in wanted})
    return wire


def _hostile(name: str, wire: Any, rows: int) -> Any:
    if name in ("facts", "grounds", "evidence", "findings", "impossible"):
        return LONG
    if name in ("materials", "items", "supplied", "happenings", "papers", "clocks") and isinstance(
        wire, list
    ):
        return [{**wire[0], **_numbered(wire[0], number)} for number in range(rows)]
    return RARE * 30 if name in ("case_name", "office") else wire


def _numbered(row: dict[str, Any], number: int) -> dict[str, str]:
    first = "name" if "name" in row else next(iter(row))
    return {first: f"第{number:03}份" + "现场检查笔录" * 6}
