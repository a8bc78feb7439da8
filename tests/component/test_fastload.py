"""The compiled fast reader returns the same as the contract, or falls back to it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit_given import Reason, Sample, SealWell, WellSealed

from shared.catalog.catalog import events
from shared.contracts.json_schema import example_of
from shared.errors import InvalidInputError
from shared.messages.contract import Contract, contract_of
from shared.messages.declare import meta_of
from shared.messages.fast_reader import compile_fast_reader
from shared.messages.schema import schema_of

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        [
            "2026-10-08",
            "20261008",
            "2026-W41-4",
            "2026-02-30",
            "2026-10-08T09:00:00+08:00",
            "2026-10-08T09:00:00",
            "2026-10-08T09:00:00Z",
            "2026-10-08 09:00:00Z",
            "dry",
            "J-7",
        ]
    ),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
GOOD = {
    "well_code": "J-7",
    "reason": "dry",
    "samples": [{"substance": "镉", "mg_per_kg": 3}],
    "depth_m": 80,
    "owners": 2,
    "public": True,
    "remark": None,
    "at": "2026-10-08T09:00:00.5+08:00",
}


def both_ways(cls, wire):
    contract = Contract(cls)
    contract._schema = schema_of(cls)  # ignores unknown fields, as for events
    try:
        slow = contract.load(wire)
    except InvalidInputError:
        slow = None
    return compile_fast_reader(cls)(wire), slow


def test_a_plainly_valid_message_is_read_the_short_way():
    quick, slow = both_ways(SealWell, GOOD)

    assert quick == slow
    assert quick.samples == (Sample("镉", 3.0),)
    assert quick.reason is Reason.DRY
    assert type(quick.depth_m) is float


@given(st.sampled_from(sorted(GOOD)), ODD)
def test_one_odd_value_is_judged_as_the_long_way_judges_it(name, value):
    quick, slow = both_ways(SealWell, {**GOOD, name: value})

    assert quick is None or quick == slow
    if quick is not None:
        assert type(getattr(quick, name)) is type(getattr(slow, name))


@given(st.dictionaries(st.sampled_from(["substance", "mg_per_kg", "more"]), ODD))
def test_a_part_is_judged_as_the_long_way_judges_it(part):
    quick, slow = both_ways(SealWell, {**GOOD, "samples": [part]})

    assert quick is None or quick == slow


@given(st.sets(st.sampled_from(sorted(GOOD))))
def test_missing_fields_get_their_defaults_or_go_the_long_way(missing):
    quick, slow = both_ways(SealWell, {k: v for k, v in GOOD.items() if k not in missing})

    assert quick == slow


@pytest.mark.parametrize("event", events(), ids=lambda kind: meta_of(kind).routing_key)
def test_the_example_of_every_event_goes_the_short_way(event):
    wire = example_of(event)

    assert compile_fast_reader(event)(wire) == contract_of(event).load(wire)


def test_what_the_short_way_gives_up_on_is_worded_by_the_long_one():
    with pytest.raises(InvalidInputError, match="sealed_on"):
        contract_of(WellSealed).load_trusted({"well_code": "J-7", "sealed_on": "yesterday"})


def test_reading_is_the_same_as_loading():
    wire = {"well_code": "J-7", "sealed_on": "2026-10-08", "unknown": 1}

    assert contract_of(WellSealed).load_trusted(wire) == WellSealed("J-7", date(2026, 10, 8))
    assert replace(contract_of(WellSealed).load_trusted(wire), well_code="J-8").well_code == "J-8"
