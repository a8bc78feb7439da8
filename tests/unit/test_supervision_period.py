"""The referrer's own filing period agrees with the rule book."""

import pytest

from services.casework.cases.supervision import LONGER, ORDINARY
from services.casework.procedures.vocabulary import CaseMark
from services.coordination.clocks.rulebook.book import rulebook


@pytest.fixture
def limits():
    """Return the limits of the rule for a decision on filing."""
    return rulebook().rules["C9"].limits


def test_a_case_may_be_supervised_once_the_ordinary_clock_has_run_out(limits):
    assert {limit.period for limit in limits} == {ORDINARY}


def test_a_longer_examination_moves_both_alike(limits):
    extended = {
        CaseMark(name): extension.period
        for limit in limits
        for extension in limit.extend
        for match in extension.on
        for name in match.where["complexity"]
    }

    assert extended == LONGER
