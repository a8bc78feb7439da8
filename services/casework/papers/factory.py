"""From the JSON of a form to a paper with its identity."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from services.casework.papers.registry import PAPERS, PaperKind
from shared.contracts import example_of
from shared.errors import NotFoundError
from shared.messages import contract_of, from_bson, to_wire
from shared.papers import NEWEST, Paper
from shared.texts import tidy


def kind_of(name: str) -> PaperKind:
    """Find a kind of paper by its name; `NotFoundError` if there is none."""
    if name not in PAPERS:
        raise NotFoundError("文书种类", name)
    return PAPERS[name]


def make_paper(name: str, wire: Mapping[str, Any], at: datetime) -> Paper:
    """Check the JSON of a form and lay it out; `InvalidInputError` names every wrong field.

    The reference is the SHA-256 of the kind and the fields: whoever has the form can prove
    that a printed page shows it.
    """
    return _laid_out(name, contract_of(kind_of(name).form).load(wire), at)


def paper_of(name: str, form: Any, at: datetime) -> Paper:
    """Lay out a form that was filled in from a case: its fields were checked when they came in."""
    return reissue_paper(name, with_tidy_texts(to_wire(form)), at)


def reissue_paper(name: str, wire: dict[str, Any], at: datetime, edition: int = NEWEST) -> Paper:
    """Lay out the JSON of a form as it is, drawn as that edition draws."""
    form = from_bson(wire, kind_of(name).form)
    return _laid_out(name, form, at, edition, fingerprint(name, wire))


def with_tidy_texts(wire: Any) -> Any:
    """Return the JSON of a form with its texts as people see them."""
    if isinstance(wire, str):
        return tidy(wire, lines=True)
    if isinstance(wire, dict):
        return {name: with_tidy_texts(value) for name, value in wire.items()}
    return [with_tidy_texts(value) for value in wire] if isinstance(wire, list) else wire


def fingerprint(name: str, wire: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a filled-in form: its JSON with sorted keys, and its kind."""
    content = {"kind": name, "form": wire}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def example_form(name: str) -> dict[str, Any]:
    """Return a form with every field filled in, for a fictitious case."""
    return example_of(kind_of(name).form, full=True)


def _laid_out(
    name: str, form: Any, at: datetime, edition: int = NEWEST, known_as: str | None = None
) -> Paper:
    mark = known_as or fingerprint(name, to_wire(form))
    return Paper(kind_of(name).lay_out(form), f"数据指纹 {mark}", at, edition)
