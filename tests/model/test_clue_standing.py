"""Events about a clue count only from its reporter and from the competent department."""

import itertools

import pytest

from services.casework.messages import ClueReported
from services.casework.procedures.authorization import Authorization
from services.casework.procedures.clues import OF_COMPETENT, OF_REPORTER, clue_authorization
from services.casework.steps.messages import CaseStepTaken

NAMES = ("environment", "natural_resources", "agriculture", "public_security", "coordination")


@pytest.mark.parametrize("event", sorted(OF_REPORTER | OF_COMPETENT, key=lambda cls: cls.__name__))
def test_a_clue_is_reported_by_its_reporter_and_answered_by_who_is_competent(event):
    """[code.1083]."""
    for publisher, reporter, competent in itertools.product(NAMES, NAMES, NAMES):
        said = clue_authorization(event, publisher, reporter, competent)
        rightful = reporter if event is ClueReported else competent
        assert said is (Authorization.PARTY if publisher == rightful else Authorization.STRANGER)


def test_an_answer_to_a_clue_that_was_not_heard_of_waits_for_it():
    for event in OF_COMPETENT:
        said = clue_authorization(event, "environment", "agriculture", None)
        assert said is Authorization.OUT_OF_TURN


def test_what_is_no_word_of_a_clue_is_nobodys():
    said = clue_authorization(CaseStepTaken, "environment", "environment", "environment")
    assert said is Authorization.STRANGER
