"""Values written by a contract are read back equal."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from kit_given import Reason, Sample, SealWell, WellSealed

from shared.contracts.json_schema import example_of, json_schema
from shared.messages.codec import from_bson, to_bson, to_wire
from shared.messages.contract import contract_of
from shared.messages.declare import meta_of
from shared.texts.normalize import fault, tidy

INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001  given a zone below
    lambda at: at.replace(tzinfo=UTC)
)
TIDY = (
    st.text()
    .map(lambda text: tidy(text, lines=True))
    .filter(lambda text: fault(text, lines=True) is None)
)
SAMPLES = st.builds(Sample, TIDY.filter(lambda text: 0 < len(text) <= 20), st.floats(0, 1000))
COMMANDS = st.builds(
    SealWell,
    TIDY.filter(lambda text: len(text) < 10).map(lambda text: tidy(f"J{text}", lines=True)),
    st.sampled_from(Reason),
    st.lists(SAMPLES, max_size=3).map(tuple),
    st.floats(1, 500),
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.none() | TIDY,
    st.none() | INSTANTS,
)


@given(COMMANDS)
def test_what_is_dumped_is_loaded_equal(command):
    contract = contract_of(SealWell)

    assert contract.load(contract.dump(command)) == command


@given(COMMANDS)
def test_what_is_stored_is_read_back_equal(command):
    assert from_bson(to_bson(command), SealWell) == command


def test_dates_and_instants_are_text_on_the_wire():
    at = datetime(2026, 10, 8, 1, tzinfo=UTC)

    written = to_wire(SealWell("J-7", Reason.DRY, at=at))

    assert written["at"] == "2026-10-08T01:00:00Z"
    assert written["reason"] == "dry"
    assert to_wire(WellSealed("J-7", date(2026, 10, 8)))["sealed_on"] == "2026-10-08"


def test_an_instant_stays_an_instant_in_the_store():
    at = datetime(2026, 10, 8, 1, tzinfo=UTC)

    assert to_bson(SealWell("J-7", Reason.DRY, at=at))["at"] == at


def test_a_field_that_the_class_no_longer_has_is_ignored():
    stored = {**to_bson(WellSealed("J-7", date(2026, 10, 8))), "colour": "蓝", "_revision": 3}

    assert from_bson(stored, WellSealed) == WellSealed("J-7", date(2026, 10, 8))


def test_the_wire_name_never_derives_from_the_class():
    meta = meta_of(WellSealed)

    assert meta.routing_key == "well.sealed.v1"
    assert meta.type == f"cn.liandong.{meta.namespace}.well.sealed.v1"


def test_the_subject_of_an_event_is_a_field_of_it():
    contract = contract_of(WellSealed)

    assert contract.subject(WellSealed("J-7", date(2026, 10, 8))) == "J-7"


def test_the_example_fits_its_own_contract():
    made = example_of(WellSealed)

    assert contract_of(WellSealed).dump(contract_of(WellSealed).load(made))["well_code"]


def test_the_schema_has_the_chinese_title():
    described = json_schema(SealWell)

    assert described["title"] == "封停水井"
    assert described["properties"]["well_code"]["title"] == "水井编号"
    assert set(described["required"]) == {"well_code", "reason"}


def test_there_is_one_contract_per_class():
    assert contract_of(SealWell) is contract_of(SealWell)
