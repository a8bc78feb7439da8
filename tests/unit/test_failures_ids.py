"""The id of a failed message fits in URLs and commands, and identifies a single event."""

import re

import pytest

from shared.errors import NotFoundError
from shared.operations.failures.ids import FailureKind, id_of, target_of


@pytest.mark.parametrize(
    "place", ["environment|140728-0007|3", "water|祁县 甲/乙|2147483647", "a|b|c|1", "a|?&#%|12"]
)
@pytest.mark.parametrize("kind", [FailureKind.LANE, FailureKind.GAP])
def test_a_name_is_read_back_and_needs_no_quoting(kind, place):
    name = id_of(kind, place)

    target = target_of(name)

    assert (target.kind, target.key) == (kind, place)
    assert f"{target.lane}|{target.sequence}" == place
    assert re.fullmatch(r"[A-Za-z0-9_-]+", name)


def test_a_quarantined_message_is_named_by_its_key():
    assert target_of(id_of(FailureKind.QUARANTINE, "ab12")).key == "ab12"


@pytest.mark.parametrize(
    "name", ["", "L", "L_", "X_YQ", "L_!!!", "L_YQ", "Q_", "L_gICA", "history"]
)
def test_what_is_no_name_is_not_found(name):
    with pytest.raises(NotFoundError, match="失败消息"):
        target_of(name)
