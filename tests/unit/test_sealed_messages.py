"""Sealing is declared in the event's decorator, with its recipients; omissions are refused."""

from typing import Annotated

import pytest

from shared.messages.declare import Classification, Title, event, meta_of
from shared.vocabulary.fields import Id, Name


def referral(**named):
    @event("case.tried", title="某某", subject="case_id", **named)
    class Tried:
        """A case."""

        case_id: Annotated[Id, Title("案件编号")]
        referred_by: Annotated[Name, Title("移送部门")]

    return Tried


def test_a_sealed_event_names_organs_and_the_one_that_a_field_names():
    cls = referral(
        classification=Classification.RESTRICTED, sealed_for=("@referred_by", "procuratorate")
    )

    openers = meta_of(cls).authorized_readers(cls(case_id="k-1", referred_by="agriculture"))

    assert openers == ("agriculture", "procuratorate")


def test_a_restricted_event_that_nobody_seals_is_refused_at_import():
    with pytest.raises(TypeError, match="Tried is restricted: name in sealed_for who can open it"):
        referral(classification=Classification.RESTRICTED)


@pytest.mark.parametrize("level", [Classification.PUBLIC, Classification.INTERNAL])
def test_an_open_event_cannot_be_sealed(level):
    with pytest.raises(TypeError, match="only a restricted event can be sealed"):
        referral(classification=level, sealed_for=("procuratorate",))


def test_a_field_that_is_not_there_cannot_name_a_recipient():
    with pytest.raises(TypeError, match="Tried has no field 'reported_by'"):
        referral(classification=Classification.RESTRICTED, sealed_for=("@reported_by",))


def test_a_single_name_is_not_taken_for_its_letters():
    with pytest.raises(TypeError, match="must be a tuple"):
        referral(classification=Classification.RESTRICTED, sealed_for="procuratorate")
