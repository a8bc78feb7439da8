"""Format a text or an article for the command line."""

from collections.abc import Iterator
from datetime import date

from services.law.applicability import applied_on
from services.law.basis import Basis
from services.law.registry import article_of, name_of, predecessors_of, successors_of, text_of
from services.law.texts import LegalText, changes, texts


def format_basis(basis: Basis, day: date | None) -> str:
    """Format a basis in lines, with the text that applied on a given day, if any."""
    return "\n".join([*_of_text(basis), *_of_article(basis), *_of_map(basis), *_of_day(basis, day)])


def format_texts() -> str:
    """Format all texts, one line each."""
    return "\n".join(
        f"{text.id}\t{_in_force(text)}\t{text.mark}\t{text.short_zh}\t{text.short_en}"
        for text in texts().values()
    )


def _of_text(basis: Basis) -> Iterator[str]:
    text = text_of(basis)
    yield f"依据：{basis}"
    yield f"文本：{text.title_zh}{f'（{text.number}）' if text.number else ''}"
    yield f"简称：{text.short_zh} / {text.short_en}"
    repealed = f"，被{text.repealed_by}废止" if text.repealed_by else ""
    yield f"施行：{_in_force(text)}{repealed}"
    yield f"文本核实：{text.mark}（{text.mark.meaning}）{f'；{text.note}' if text.note else ''}"


def _of_article(basis: Basis) -> Iterator[str]:
    if not basis.article:
        return
    article = article_of(basis)
    if article is None or not article.zh:
        yield "要旨：本库未录，请查原文"
    else:
        yield f"要旨：{article.zh}"
        yield f"Gist: {article.en}"
    if article is not None:
        note = f"；{article.note}" if article.note else ""
        yield f"条文核实：{article.mark}（{article.mark.meaning}）{note}"


def _of_map(basis: Basis) -> Iterator[str]:
    asked = basis.whole_article
    pairs = [(old, asked) for old in predecessors_of(basis)]
    for old, new in [*pairs, *((asked, new) for new in successors_of(basis))]:
        yield f"沿革：{name_of(old)} → {name_of(new)}"
        if change := changes().get((str(old), str(new))):
            yield f"变化：{change.zh}"


def _of_day(basis: Basis, day: date | None) -> Iterator[str]:
    if day is not None:
        yield f"当日：{applied_on(basis, day).sentence}"


def _in_force(text: LegalText) -> str:
    if text.in_force_until:
        return f"{text.in_force_from or '施行日期未录，'}至{text.in_force_until}"
    return f"{text.in_force_from}起" if text.in_force_from else "施行日期未录"
