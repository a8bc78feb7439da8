"""Objects without a contract contain only what every store accepts."""

from typing import Any

import pytest

from shared.errors import InvalidInputError
from shared.messages.codec import from_bson, to_bson
from shared.messages.contract import contract_of
from shared.messages.declare import event
from shared.messages.fast_reader import compile_fast_reader
from shared.texts.free_form import fault_in


@event("report.told", title="报告", subject="name")
class ReportTold:
    """A report with details that its contract leaves open."""

    name: str
    details: dict[str, Any]


def nested(levels):
    """Make an object nested `levels` deep."""
    inner = {"a": 1}
    for _ in range(levels - 1):
        inner = {"a": inner}
    return inner


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"FID": 2**63}, "FID：数值须在 64 位整数的范围内"),
        ({"FID": 2.0**64}, "FID：数值须在 64 位整数的范围内"),
        ({"properties": [{"n": -(2**63) - 1}]}, "properties.0.n：数值须在"),
        ({"a\x00b": 1}, "不能含空字符"),
        ({"x": {"$where": 1}}, "x.字段名 '$where' 不可用"),
        ({"x": nested(64)}, "嵌套不得超过 64 层"),
        ({"x": float("inf")}, "x：数值须在"),
        ({7: 1}, "字段名应为文字"),
    ],
)
def test_what_no_store_takes_is_refused_and_the_field_named(wrong, words):
    assert words in fault_in(wrong)
    wire = {"name": "r-1", "details": {"sound": 1, **wrong}}

    with pytest.raises(InvalidInputError) as refused:
        contract_of(ReportTold).load_trusted(wire)

    assert [fault.field for fault in refused.value.faults] == ["details"]
    assert words in refused.value.faults[0].message
    assert compile_fast_reader(ReportTold)(wire) is None


@pytest.mark.parametrize(
    "right",
    [
        {"FID": 2**63 - 1, "least": -(2**63), "share": 0.25, "none": None, "flag": True},
        {"名称": ["文字", "\x00 in a value", {"a.b": 1}]},
        nested(60),
    ],
)
def test_what_every_store_takes_is_kept(right):
    assert fault_in(right) is None
    kept = ReportTold("r-1", right)

    assert from_bson(to_bson(kept), ReportTold).details == right
