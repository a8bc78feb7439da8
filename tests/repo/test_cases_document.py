"""The diagrams and tables of both procedures equal those generated from the code."""

from pathlib import Path

import pytest

from services.casework.procedures.criminal import ENVIRONMENTAL
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.diagram import diagram, table
from services.casework.procedures.docs import with_generated_parts

DOCUMENT = Path(__file__).parents[2] / "docs" / "cases.md"


def test_the_committed_drawings_are_fresh():
    text = DOCUMENT.read_text(encoding="utf-8")

    assert with_generated_parts(text) == text, "run `make contracts` and commit the result"


def test_a_document_without_a_place_for_a_drawing_is_refused():
    with pytest.raises(KeyError, match="criminal diagram"):
        with_generated_parts("# empty")


@pytest.mark.parametrize("procedure", [ENVIRONMENTAL, DETENTION], ids=["criminal", "detention"])
def test_a_drawing_shows_every_state_and_a_table_every_move(procedure):
    shown = diagram(procedure)

    assert all(f"{state.name} : {state}" in shown for state in type(procedure.first))
    assert len(table(procedure).splitlines()) == len(procedure.moves) + 2
