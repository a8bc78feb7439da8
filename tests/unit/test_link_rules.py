"""The rules of the proxy: what passes, how fast, and what a full store answers."""

import bson
import pytest

from testbed.network.link_rules import PASS, PORTION, Flow, Rule, Way, ways_of
from testbed.network.mongo_wire import HEADER, OP_MSG, OUT_OF_DISK_SPACE, command_of, refusal_of


def message(command: dict[str, object], request: int = 77) -> bytes:
    body = b"\x00\x00\x00\x00\x00" + bson.encode(command)
    return HEADER.pack(HEADER.size + len(body), request, 0, OP_MSG) + body


def test_a_free_flow_takes_large_portions_and_never_waits():
    assert Flow().portion() == PORTION
    assert Flow().pause_s(1_000_000) == 0


def test_a_slow_flow_takes_a_tenth_of_a_second_at_once():
    slow = Flow(2_000)

    assert slow.portion() == 200
    assert slow.pause_s(200) == pytest.approx(0.1)


def test_a_flow_of_nothing_stands():
    assert Flow(0).stands
    assert not Flow(1).stands


def test_a_rule_limits_the_ways_it_names_and_leaves_the_other():
    rule = PASS.limited(0.0, ways_of("up"))

    assert rule.flow(Way.UP).stands
    assert rule.flow(Way.DOWN) == Flow()
    assert PASS.limited(5.0, ways_of("both")) == Rule(Flow(5.0), Flow(5.0))


def test_a_full_store_refuses_a_write_in_answer_to_its_request():
    refusal = refusal_of(message({"insert": "plots", "$db": "x"}, request=77))

    assert refusal is not None
    length, _, answers, operation = HEADER.unpack_from(refusal)
    assert (length, answers, operation) == (len(refusal), 77, OP_MSG)
    assert bson.decode(refusal[21:])["code"] == OUT_OF_DISK_SPACE


@pytest.mark.parametrize("name", ["find", "hello", "commitTransaction", "abortTransaction"])
def test_a_full_store_still_answers_what_writes_no_document(name):
    assert command_of(message({name: 1})) == name
    assert refusal_of(message({name: 1})) is None


def test_a_message_of_another_form_passes():
    old = HEADER.pack(HEADER.size + 12, 1, 0, 2004) + b"\x00" * 12

    assert refusal_of(old) is None
