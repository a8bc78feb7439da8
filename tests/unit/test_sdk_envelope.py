"""The envelope: interoperable with CloudEvents, and each fault is named."""

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from cloudevents.conversion import to_json
from cloudevents.http import from_json
from hypothesis import given
from hypothesis import strategies as st

from liandong import Envelope, Malformed, decode, encode, new_id

LISTING = Envelope(
    id="01a20a99-0aaf-7158-99bd-fa8d3e83aff9",
    source="//140700.liandong.cn/environment",
    type="cn.liandong.environment.plot.registered.v1",
    subject="140728-0007",
    time=datetime(2026, 10, 8, 1, 30, 0, 250_000, tzinfo=UTC),
    dataschema="https://liandong.cn/contracts/environment/plot.registered.v1.json",
    data={"plot_code": "140728-0007", "county": "祁县", "pollutants": ["镉", "砷"]},
    sequence=3,
    correlationid="01a20a99-0aaf-7158-99bd-fa8d3e83aff0",
    causationid="01a20a99-0aaf-7158-99bd-fa8d3e83afe1",
    actor="clerk:环境-017",
    classification="public",
    effectiveat=datetime(2026, 10, 1, tzinfo=UTC),
    traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    previous="plot.listed.v1=1 case.filed.v1.environment=2",
)

OPTIONAL = {"causationid", "effectiveat", "traceparent", "previous"}


def wire(**changed: object) -> bytes:
    """Encode the listing with some attributes changed; None removes one."""
    attributes = {**orjson.loads(encode(LISTING)), **changed}
    return orjson.dumps({name: value for name, value in attributes.items() if value is not None})


def test_what_is_written_is_read_again():
    assert decode(encode(LISTING)) == LISTING


def test_what_may_be_missing_may_be_missing():
    bare = replace(LISTING, causationid=None, effectiveat=None, traceparent=None, previous=None)

    assert decode(encode(bare)) == bare
    assert not OPTIONAL & orjson.loads(encode(bare)).keys()


def test_department_namespace_and_routing_key_are_read_from_source_and_type():
    assert LISTING.department == "environment"
    assert LISTING.namespace == "environment"
    assert LISTING.routing_key == "plot.registered.v1"


def test_the_cloudevents_library_reads_what_we_write():
    theirs = from_json(encode(LISTING))

    assert theirs["specversion"] == "1.0"
    assert theirs["id"] == LISTING.id
    assert theirs["type"] == LISTING.type
    assert theirs["sequence"] == 3
    assert theirs.data == LISTING.data


def test_we_read_what_the_cloudevents_library_writes():
    assert decode(to_json(from_json(encode(LISTING)))) == LISTING


def test_every_attribute_name_is_one_that_cloudevents_allows():
    names = orjson.loads(encode(LISTING)).keys()

    assert all(name.isalnum() and name.islower() for name in names)


def test_times_travel_in_utc_whatever_zone_they_were_given_in():
    beijing = timezone(timedelta(hours=8))
    local = replace(LISTING, time=datetime(2026, 10, 8, 9, 30, tzinfo=beijing))

    assert orjson.loads(encode(local))["time"] == "2026-10-08T01:30:00Z"
    assert decode(wire(time="2026-10-08T09:30:00+08:00")).time == datetime(
        2026, 10, 8, 1, 30, tzinfo=UTC
    )


def test_unknown_attributes_are_ignored():
    assert decode(wire(partition="a", confidence=1)) == LISTING


def test_a_trace_of_unknown_form_is_dropped():
    assert decode(wire(traceparent="yesterday")).traceparent is None


@pytest.mark.parametrize(
    "name",
    [
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "dataschema",
        "data",
        "sequence",
        "correlationid",
        "actor",
        "classification",
    ],
)
def test_a_missing_attribute_is_named(name):
    with pytest.raises(Malformed, match=f"^{name}: "):
        decode(wire(**{name: None}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("specversion", "0.3"),
        ("datacontenttype", "text/xml"),
        ("id", ""),
        ("id", 7),
        ("source", "environment"),
        ("source", "//140700.liandong.cn/环境"),
        ("type", "cn.liandong.environment.plot.registered"),
        ("type", "com.example.plot.registered.v1"),
        ("type", "cn.liandong.environment.plot.registered.v0"),
        ("subject", "140728\u00000007"),
        ("subject", "镉" * 600),
        ("time", "2026-10-08"),
        ("time", "2026-10-08T01:30:00"),
        ("time", "2026-13-08T01:30:00Z"),
        ("time", "0001-01-01T00:00:00+23:59"),
        ("time", 1_791_000_000),
        ("effectiveat", "next week"),
        ("effectiveat", "1899-12-31T00:00:00Z"),
        ("effectiveat", "2201-01-01T00:00:00Z"),
        ("previous", "plot.listed.v1=2147483648"),
        ("previous", "plot.listed.v1=1 plot.listed.v1=2"),
        ("sequence", 0),
        ("sequence", "3"),
        ("sequence", True),
        ("sequence", 3.5),
        ("sequence", 1e300),
        ("sequence", 2**31),
        ("causationid", 5),
        ("previous", ""),
        ("previous", 5),
        ("previous", "plot.listed.v1"),
        ("previous", "plot.listed.v1=0"),
        ("previous", "plot.listed.v1=-1"),
        ("previous", "plot.listed.v1=12345678901"),
        ("previous", "plot.listed.v1=1  plot.cleared.v1=2"),
        ("previous", " plot.listed.v1=1"),
        ("previous", "plot.listed.v1=1 "),
        ("previous", "plot.listed.v1=1\nplot.cleared.v1=2"),
        ("previous", "地块=1"),
        ("previous", "plot.listed.v1=١"),
        ("previous", " ".join(["plot.listed.v1=1"] * 31)),
        ("type", "cn.liandong.environment.plot.registered.v1٣"),
        ("subject", "140728\u00850007"),
        ("actor", None),
        ("actor", ""),
        ("correlationid", ["a"]),
        ("classification", "secret"),
        ("classification", ["public"]),
        ("data", "140728-0007"),
        ("data", [1]),
    ],
)
def test_a_wrong_attribute_is_named(name, value):
    with pytest.raises(Malformed, match=f"^{name}: "):
        decode(wire(**{name: value}))


@pytest.mark.parametrize("name", ["causationid", "effectiveat", "previous", "dataref"])
def test_null_is_not_the_same_as_left_out(name):
    body = orjson.dumps({**orjson.loads(wire()), name: None})

    with pytest.raises(Malformed, match=f"^{name}: must not be null"):
        decode(body)


def test_a_sequence_with_a_point_is_the_same_number():
    assert decode(wire(sequence=3.0)).sequence == 3


def test_a_name_twice_is_refused_wherever_it_stands():
    for twice in (b'"subject":"x","subject"', b'"data":{"a":1,"a":2},"subject"'):
        with pytest.raises(Malformed, match="stands twice"):
            decode(wire().replace(b'"subject"', twice, 1))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff", b"null", b'{"a":NaN}'])
def test_what_is_no_json_object_is_malformed(body):
    with pytest.raises(Malformed):
        decode(body)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"previous": "plot.listed.v1"}, "previous"),
        ({"subject": ""}, "subject"),
        ({"source": "environment"}, "source"),
        ({"time": datetime(2026, 10, 8)}, "time"),  # noqa: DTZ001  (the mistake is the test)
        ({"effectiveat": datetime(2026, 10, 8)}, "effectiveat"),  # noqa: DTZ001  (same)
        ({"sequence": 0}, "sequence"),
        ({"classification": "top"}, "classification"),
        ({"data": {"on": datetime(2026, 10, 8, tzinfo=UTC)}}, "data"),
        ({"data": {"n": 2**70}}, "data"),
    ],
)
def test_a_wrong_envelope_is_never_written(changed, name):
    with pytest.raises(Malformed, match=f"^{name}: "):
        encode(replace(LISTING, **changed))


def test_new_ids_are_version_7_and_sorted_by_time():
    ids = [new_id() for _ in range(100)]

    assert ids == sorted(ids)
    assert len(set(ids)) == 100
    assert all(made[14] == "7" for made in ids)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(
    data=st.dictionaries(st.text(), json_values, max_size=5),
    sequence=st.integers(1, 2**31 - 1),
    time=st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  (hypothesis adds the zone)
)
def test_any_json_comes_back_as_it_went(data, sequence, time):
    sent = replace(LISTING, data=data, sequence=sequence, time=time)

    assert decode(encode(sent)) == sent


@given(st.binary(max_size=200))
def test_garbage_is_malformed_and_nothing_else(body):
    with pytest.raises(Malformed):
        decode(body)


@given(st.sampled_from(sorted(orjson.loads(encode(LISTING)))), json_values)
def test_any_value_in_any_attribute_is_read_or_named(name, value):
    reason = refusal_of({**orjson.loads(encode(LISTING)), name: value})

    assert reason is None or reason.startswith(f"{name}: ")


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "subject": st.text(min_size=1, max_size=600),
            "actor": st.text(min_size=1, max_size=600),
            "causationid": st.text(max_size=600),
        },
    )
)
def test_a_text_passes_by_itself_exactly_when_it_passes_with_all_others(texts):
    """Texts are checked together where that suffices; the result must be the same."""
    wrong = {name for name, text in texts.items() if not is_plain(text)}

    reason = refusal_of({**orjson.loads(encode(LISTING)), **texts})

    assert (reason is None) == (not wrong)
    assert reason is None or reason.split(":")[0] in wrong


@given(st.text(alphabet="ab.=1 ٣\n", max_size=24))
def test_previous_is_read_as_pairs_with_one_space_between(text):
    pairs = [pair.split("=") for pair in text.split(" ")]
    valid = all(
        len(pair) == 2
        and re.fullmatch(r"[ab][ab1.]*", pair[0])
        and re.fullmatch("1{1,10}", pair[1])
        for pair in pairs
    )

    assert (refusal_of({**orjson.loads(encode(LISTING)), "previous": text}) is None) == valid


def is_plain(text):
    return 0 < len(text) <= 512 and not any(unicodedata.category(sign) == "Cc" for sign in text)


def refusal_of(attributes):
    try:
        decode(orjson.dumps(attributes))
    except Malformed as error:
        return error.reason
