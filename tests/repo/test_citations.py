"""Every legal basis that a docstring or a rule cites is in the registry."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.law.citations import read_citation
from services.law.errors import UnknownBasisError

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for name in ("shared", "services", "demo") for path in (ROOT / name).rglob("*.py")
)
BRACKETS = re.compile(r"\[([^\[\]]+)\]")
OPTION_OR_JSON = re.compile(r"-|\{|\(")
BASIS = re.compile(r"([a-z]+[0-9]*\.[0-9]+|[\w〔〕]+(号|令|法|条例) [0-9]+)(\([0-9]+\))?")
TEXTS = ("code", "plan", "sl18", "epl", "crim23", "proc01", "psx", "psa")


def docstrings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


def constants(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def citations(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    in_docs = (text for doc in docstrings(tree) for text in BRACKETS.findall(doc))
    in_rules = (
        text
        for text in constants(tree)
        if BASIS.fullmatch(text) and (not text.isascii() or text.startswith(TEXTS))
    )
    return [*(text for text in in_docs if not OPTION_OR_JSON.match(text)), *in_rules]


@pytest.fixture(scope="module")
def found() -> list[str]:
    return sorted({text for path in FILES for text in citations(path)})


def is_recorded(citation: str) -> bool:
    try:
        return bool(read_citation(citation))
    except UnknownBasisError:
        return False


def test_every_citation_is_in_the_registry(found):
    assert [citation for citation in found if not is_recorded(citation)] == []


def test_citations_of_docstrings_and_of_rules_are_both_found(found):
    assert "17号 9-10; 310号 8" in found
    assert "42号令 12" in found


def test_a_citation_that_nobody_recorded_is_named():
    with pytest.raises(UnknownBasisError, match=r"code\.9999"):
        read_citation("code.456, code.9999")
