"""The arguments of a replay: the command's contract checks them and names the field."""

import pytest

from shared.errors import InvalidInputError
from shared.messages.contract import contract_of
from shared.operations.replay import RequestReplay


def asked(about):
    said = {"publisher": "environment", "why": "新部门接入", "about": about}
    return contract_of(RequestReplay).load(said)


@pytest.mark.parametrize("about", ["", "140728-0007", "某某线索-1"])
def test_a_replay_is_asked_for_of_all_or_of_one_subject(about):
    assert asked(about).about == about


@pytest.mark.parametrize("about", ["a\0b", "a\nb", "\x1b[31m", "a\u2028b", "x" * 401])
def test_what_can_be_no_subject_is_refused_and_the_field_named(about):
    with pytest.raises(InvalidInputError) as refused:
        asked(about)

    assert [fault.field for fault in refused.value.faults] == ["about"]
