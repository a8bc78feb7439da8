"""Promise P8: what a reader or writer of the released contracts relied on keeps working."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from liandong.cli import build
from shared.compatibility.comparing import breaks
from shared.compatibility.released import NAME, broken, release, written
from shared.compatibility.shapes import shapes_of
from shared.export import contracts

FOLDER = Path(__file__).parents[2] / "contracts"
FILES = dict(contracts())
SHAPES = shapes_of(FILES)
EVENT = "environment.plot.registered.v1"
FEW = settings(max_examples=20)
ROUTE = "POST /v1/plots/{plot_code}/registration"


def changed(change):
    now = copy.deepcopy(SHAPES)
    change(now)
    return breaks(SHAPES, now)


def data_of(shapes, event=EVENT):
    return shapes["events"][event]["schema"]["properties"]["data"]


def test_the_contracts_keep_what_was_released():
    assert (FOLDER / NAME).exists()
    assert broken(FOLDER, FILES) == []


def test_what_was_released_reads_back_as_it_was_written(tmp_path):
    release(tmp_path, FILES)

    assert json.loads(written(SHAPES)) == SHAPES
    assert broken(tmp_path, FILES) == []


@FEW
@given(st.data())
def test_every_field_of_every_event_is_missed_when_it_goes(data):
    name = data.draw(st.sampled_from(sorted(SHAPES["events"])))
    fields = sorted(data_of(SHAPES, name)["properties"])
    field = data.draw(st.sampled_from(fields))

    def remove(now):
        held = data_of(now, name)
        del held["properties"][field]
        held["required"] = [at for at in held.get("required", ()) if at != field]

    [told] = changed(remove)
    assert told.startswith(f"event {name}.data.{field} ")


@FEW
@given(st.data())
def test_every_event_and_every_operation_is_missed_when_it_goes(data):
    department = data.draw(st.sampled_from(sorted(SHAPES["apis"])))
    operations = sorted(SHAPES["apis"][department]["operations"])
    operation = data.draw(st.sampled_from(operations))
    event = data.draw(st.sampled_from(sorted(SHAPES["events"])))

    def remove(now):
        del now["apis"][department]["operations"][operation]
        del now["events"][event]

    assert changed(remove) == [
        f"event {event} is gone: publish it beside its next version",
        f"{department} {operation} is gone",
    ]


def test_a_new_event_a_new_field_and_a_new_operation_break_nothing():
    def add(now):
        now["events"]["environment.plot.cleaned.v1"] = copy.deepcopy(now["events"][EVENT])
        data_of(now)["properties"]["remark"] = {"type": "string"}
        operations = now["apis"]["environment"]["operations"]
        operations["GET /v1/new"] = copy.deepcopy(operations["GET /v1/plots"])

    assert changed(add) == []


READ = {
    "a value that readers do not know": (
        lambda at: at.update(enum=[*at["enum"], "其他"]),
        {"enum": ["甲", "乙"], "type": "string"},
        "may be 其他",
    ),
    "another type": (lambda at: at.update(type="integer"), {"type": "string"}, "of type integer"),
    "nothing at all": (
        lambda at: at.update(type=["string", "null"]),
        {"type": "string"},
        "of type null",
    ),
    "a longer text": (
        lambda at: at.update(maxLength=900),
        {"type": "string", "maxLength": 100},
        "above maxLength 100",
    ),
    "an unbounded number": (
        lambda at: at.pop("minimum"),
        {"type": "number", "minimum": 0},
        "below minimum 0",
    ),
    "a text of another form": (
        lambda at: at.pop("format"),
        {"type": "string", "format": "date"},
        "not be of format date",
    ),
}


@pytest.mark.parametrize(("change", "field", "told"), READ.values(), ids=READ.keys())
def test_readers_are_not_surprised_by(change, field, told):
    before, now = copy.deepcopy(SHAPES), copy.deepcopy(SHAPES)
    data_of(before)["properties"]["made_up"] = copy.deepcopy(field)
    data_of(now)["properties"]["made_up"] = copy.deepcopy(field)

    change(data_of(now)["properties"]["made_up"])

    [found] = breaks(before, now)
    assert found.startswith(f"event {EVENT}.data.made_up ")
    assert told in found
    assert breaks(now, before) == [] or "type integer" in told


def body_of(shapes):
    api = shapes["apis"]["environment"]
    content = api["operations"][ROUTE]["body"]["content"]["application/json"]
    return api["named"][content["$ref"].rpartition("/")[2]]


def test_whoever_writes_may_go_on_writing_what_was_taken():
    def demand(now):
        held = body_of(now)
        held["properties"]["made_up"] = {"type": "string"}
        held["required"] = [*held.get("required", ()), "made_up"]

    assert changed(demand) == [f"environment {ROUTE}: body.made_up may be missing"]


def test_a_field_that_is_no_longer_taken_is_told():
    name = sorted(body_of(SHAPES)["properties"])[0]

    def drop(now):
        held = body_of(now)
        del held["properties"][name]
        held["required"] = [at for at in held.get("required", ()) if at != name]

    assert changed(drop) == [f"environment {ROUTE}: body.{name} is not taken"]


def test_a_field_that_need_not_be_written_any_more_breaks_nothing():
    assert changed(lambda now: body_of(now).update(required=[])) == []


def test_a_role_that_is_shut_out_and_a_parameter_that_must_be_given_are_told():
    def shut(now):
        operation = now["apis"]["environment"]["operations"]["GET /v1/plots"]
        operation["roles"] = operation["roles"][1:]
        operation["parameters"]["query why"] = {"required": True, "schema": {"type": "string"}}

    found = changed(shut)

    assert len(found) == 2
    assert "is closed to" in found[0]
    assert found[1] == "environment GET /v1/plots: query why must be given now"


def test_an_event_that_is_kept_from_somebody_who_could_read_it_is_told():
    name, held = next(
        (name, at) for name, at in SHAPES["events"].items() if len(at.get("x-sealed-for", ())) > 1
    )

    def hide(now):
        now["events"][name]["x-sealed-for"] = held["x-sealed-for"][1:]

    assert changed(hide) == [
        f"event {name}: {held['x-sealed-for'][0]} is no longer among x-sealed-for"
    ]


def test_the_command_names_every_break_and_the_remedy(tmp_path):
    made = dict(FILES)
    for path, text in made.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text)
    older = copy.deepcopy(SHAPES)
    older["events"]["environment.plot.vanished.v1"] = copy.deepcopy(older["events"][EVENT])
    (tmp_path / NAME).write_bytes(written(older))

    broke = CliRunner().invoke(build(), ["contracts", "check", "--folder", str(tmp_path)])
    released = CliRunner().invoke(build(), ["contracts", "release", "--folder", str(tmp_path)])
    content = CliRunner().invoke(build(), ["contracts", "check", "--folder", str(tmp_path)])

    assert broke.exit_code == 1
    assert "event environment.plot.vanished.v1 is gone" in broke.output
    assert "as the next version" in broke.output
    assert released.exit_code == content.exit_code == 0
