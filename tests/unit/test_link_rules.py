"""The rules of the proxy: what passes, at which rate, and the answer of a full store."""

import bson
import pytest

from testbed.network.link_rules import PASS, PORTION, Direction, FlowLimit, LinkRule, directions_of
from testbed.network.mongo_wire import HEADER, OP_MSG, OUT_OF_DISK_SPACE, command_name, refuse_write


def message(command: dict[str, object], request: int = 77) -> bytes:
    body = b"\x00\x00\x00\x00\x00" + bson.encode(command)
    return HEADER.pack(HEADER.size + len(body), request, 0, OP_MSG) + body


def test_a_free_flow_takes_large_portions_and_never_waits():
    assert FlowLimit().portion() == PORTION
    assert FlowLimit().pause_s(1_000_000) == 0


def test_a_slow_flow_takes_a_tenth_of_a_second_at_once():
    slow = FlowLimit(2_000)

    assert slow.portion() == 200
    assert slow.pause_s(200) == pytest.approx(0.1)


def test_a_flow_of_nothing_stands():
    assert FlowLimit(0).stalled
    assert not FlowLimit(1).stalled


def test_a_rule_limits_the_ways_it_names_and_leaves_the_other():
    rule = PASS.limited(0.0, directions_of("up"))

    assert rule.limit_of(Direction.UP).stalled
    assert rule.limit_of(Direction.DOWN) == FlowLimit()
    assert PASS.limited(5.0, directions_of("both")) == LinkRule(FlowLimit(5.0), FlowLimit(5.0))


def test_a_full_store_refuses_a_write_in_answer_to_its_request():
    refusal = refuse_write(message({"insert": "plots", "$db": "x"}, request=77))

    assert refusal is not None
    length, _, answers, operation = HEADER.unpack_from(refusal)
    assert (length, answers, operation) == (len(refusal), 77, OP_MSG)
    assert bson.decode(refusal[21:])["code"] == OUT_OF_DISK_SPACE


@pytest.mark.parametrize("name", ["find", "hello", "commitTransaction", "abortTransaction"])
def test_a_full_store_still_answers_what_writes_no_document(name):
    assert command_name(message({name: 1})) == name
    assert refuse_write(message({name: 1})) is None


def test_a_message_of_another_form_passes():
    old = HEADER.pack(HEADER.size + 12, 1, 0, 2004) + b"\x00" * 12

    assert refuse_write(old) is None
