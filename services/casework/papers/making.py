"""From the JSON of a form to a paper with its identity."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from services.casework.papers.registry import PAPERS, PaperKind
from shared.codec import to_wire
from shared.contract import contract_of
from shared.errors import NotFoundError
from shared.jsonschema import example_of
from shared.papers.model import Paper


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
    kind = kind_of(name)
    form = contract_of(kind.form).load(wire)
    return Paper(kind.lay_out(form), f"数据指纹 {fingerprint(name, form)}", at)


def paper_of(name: str, form: Any, at: datetime) -> Paper:
    """Lay out a form that was filled in from a case; its fields are checked like anybody's."""
    return make_paper(name, to_wire(form), at)


def fingerprint(name: str, form: Any) -> str:
    """Give the SHA-256 of a filled-in form: its JSON with sorted keys, and its kind."""
    content = {"kind": name, "form": to_wire(form)}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def example_form(name: str) -> dict[str, Any]:
    """Give a form with every field filled in, for a made-up case."""
    return example_of(kind_of(name).form, full=True)
