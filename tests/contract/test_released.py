"""Promise P8: readers and writers of the released contracts keep working."""

import copy
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from liandong.cli.main import build
from shared.contracts import export
from shared.contracts.compatibility.accepted import AcceptedError
from shared.contracts.compatibility.breaking_changes import breaking_changes
from shared.contracts.compatibility.released import (
    NAME,
    breaking_changes_since_release,
    release,
    to_json_lines,
)
from shared.contracts.compatibility.rules import changed_rules, rules_of_today
from shared.contracts.compatibility.shapes import shapes_of

FOLDER = Path(__file__).parents[2] / "contracts"
EVENT = "environment.plot.registered.v1"
FEW = settings(max_examples=20)
ROUTE = "POST /v1/plots/{plot_code}/registration"


@cache
def rendered():
    return dict(export.render_contracts())


@cache
def shapes_today():
    return shapes_of(rendered())


def changed(change, base=None):
    before = base or shapes_today()
    now = copy.deepcopy(before)
    change(now)
    return breaking_changes(before, now)


def part(event, department=None):
    """Return the shapes of one event and one API: sufficient here, and fast to copy."""
    apis = {department: shapes_today()["apis"][department]} if department else {}
    return {"events": {event: shapes_today()["events"][event]}, "apis": apis}


@cache
def one_event():
    return part(EVENT)


def data_of(shapes, event=EVENT):
    return shapes["events"][event]["schema"]["properties"]["data"]


def test_the_contracts_keep_what_was_released():
    assert (FOLDER / NAME).exists()
    assert breaking_changes_since_release(FOLDER, rendered()) == []


def test_what_was_released_reads_back_as_it_was_written(tmp_path):
    release(tmp_path, rendered())

    assert json.loads(to_json_lines(shapes_today())) == shapes_today()
    assert json.loads((tmp_path / NAME).read_bytes())["rules"] == rules_of_today()
    assert breaking_changes_since_release(tmp_path, rendered()) == []


@FEW
@given(st.data())
def test_every_field_of_every_event_is_missed_when_it_goes(data):
    name = data.draw(st.sampled_from(sorted(shapes_today()["events"])))
    fields = sorted(data_of(shapes_today(), name)["properties"])
    field = data.draw(st.sampled_from(fields))

    def remove(now):
        held = data_of(now, name)
        del held["properties"][field]
        held["required"] = [key for key in held.get("required", ()) if key != field]

    found = changed(remove, part(name))
    assert any(told.startswith(f"event {name}.data.{field} ") for told in found)


@FEW
@given(st.data())
def test_every_event_and_every_operation_is_missed_when_it_goes(data):
    department = data.draw(st.sampled_from(sorted(shapes_today()["apis"])))
    operations = sorted(shapes_today()["apis"][department]["operations"])
    operation = data.draw(st.sampled_from(operations))
    event = data.draw(st.sampled_from(sorted(shapes_today()["events"])))

    def remove(now):
        del now["apis"][department]["operations"][operation]
        del now["events"][event]

    assert changed(remove, part(event, department)) == [
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
        lambda schema: schema.update(enum=[*schema["enum"], "其他"]),
        {"enum": ["甲", "乙"], "type": "string"},
        "may be 其他",
    ),
    "another type": (
        lambda schema: schema.update(type="integer"),
        {"type": "string"},
        "of type integer",
    ),
    "nothing at all": (
        lambda schema: schema.update(type=["string", "null"]),
        {"type": "string"},
        "of type null",
    ),
    "a longer text": (
        lambda schema: schema.update(maxLength=900),
        {"type": "string", "maxLength": 100},
        "above maxLength 100",
    ),
    "an unbounded number": (
        lambda schema: schema.pop("minimum"),
        {"type": "number", "minimum": 0},
        "below minimum 0",
    ),
    "a text of another form": (
        lambda schema: schema.pop("format"),
        {"type": "string", "format": "date"},
        "not be of format date",
    ),
}


@pytest.mark.parametrize(("change", "field", "told"), READ.values(), ids=READ.keys())
def test_readers_are_not_surprised_by(change, field, told):
    before, now = copy.deepcopy(one_event()), copy.deepcopy(one_event())
    data_of(before)["properties"]["made_up"] = copy.deepcopy(field)
    data_of(now)["properties"]["made_up"] = copy.deepcopy(field)

    change(data_of(now)["properties"]["made_up"])

    found = breaking_changes(before, now, ("environment",))[0]
    assert found.startswith(f"event {EVENT}.data.made_up ")
    assert told in found
    assert all(f"event {EVENT}.data.made_up " in line for line in breaking_changes(now, before))


def told_of(change, field, departments=("environment",)):
    """Return the breaking changes between a released field and the same field after a change."""
    before, now = copy.deepcopy(one_event()), copy.deepcopy(one_event())
    for shapes in (before, now):
        if field is not None:
            data_of(shapes)["properties"]["made_up"] = copy.deepcopy(field)
            data_of(shapes)["required"].append("made_up")
    change(data_of(now))
    return breaking_changes(before, now, departments)


def at_field(change):
    return lambda data: change(data["properties"]["made_up"])


WRITTEN = {
    "a required field is added": (
        lambda data: (
            data["properties"].update(officer={"type": "string"}),
            data["required"].append("officer"),
        ),
        None,
        "officer may be missing",
    ),
    "what could be missing must be there": (
        lambda data: data["required"].append("remark"),
        None,
        "remark may be missing",
    ),
    "a shorter text": (
        at_field(lambda field: field.update(maxLength=50)),
        {"type": "string", "maxLength": 100},
        "above maxLength 50",
    ),
    "a longer least": (
        at_field(lambda field: field.update(minLength=5)),
        {"type": "string", "minLength": 1},
        "below minLength 5",
    ),
    "a list that must hold something": (
        at_field(lambda field: field.update(minItems=1)),
        {"type": "array", "minItems": 0, "items": {"type": "string"}},
        "below minItems 1",
    ),
    "no nothing any more": (
        at_field(lambda field: field.update(type="string")),
        {"type": ["string", "null"]},
        "of type null",
    ),
    "a pattern": (
        at_field(lambda field: field.update(pattern="^a")),
        {"type": "string"},
        "need not be of pattern ^a",
    ),
    "a field of an item that must be there": (
        at_field(lambda field: field["items"]["required"].append("b")),
        {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["a"],
                "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
            },
        },
        "made_up[].b may be missing",
    ),
    "another default": (
        at_field(lambda field: field.update(default=["x"])),
        {"type": "array", "default": [], "items": {"type": "string"}},
        "has the default",
    ),
    "another rule": (
        at_field(lambda field: field.update({"x-rule": "另一规则"})),
        {"type": "string", "x-rule": "某规则"},
        "must keep the rule «另一规则», not «某规则»",
    ),
}


@pytest.mark.parametrize(("change", "field", "told"), WRITTEN.values(), ids=WRITTEN.keys())
def test_what_was_published_under_the_release_is_still_read(change, field, told):
    """Old events stay in outboxes, are replayed, and are permanent evidence."""
    found = told_of(change, field)

    assert any(told in line for line in found), found


def test_of_a_partner_s_event_the_writer_comes_first():
    """A partner publishes the released form for years and does not learn of a change here."""

    def swap(data):
        data["properties"]["made_up"] = {"type": "integer"}

    field = {"type": "string"}

    ours, theirs = told_of(swap, field), told_of(swap, field, departments=())

    assert ours[0].startswith("event ")
    assert theirs[0].startswith("released event ")
    assert sorted(ours) == sorted(theirs)


@pytest.mark.parametrize("key", ["x-subject", "x-effective", "x-recipient", "x-classification"])
def test_subject_and_legal_day_of_an_event_stay(key):
    """Order, lanes and sequence numbers depend on the subject, periods on the legal day."""
    found = changed(lambda now: now["events"][EVENT].update({key: "data.name"}))

    assert len(found) == 1
    assert "give it a new version" in found[0]


def test_one_more_who_can_open_a_secret_must_be_accepted():
    name = next(
        name for name, shape in shapes_today()["events"].items() if shape.get("x-sealed-for")
    )

    found = changed(lambda now: now["events"][name]["x-sealed-for"].append("agriculture"))

    assert found == [f"event {name}: agriculture can open it now: a wider secret must be accepted"]


def test_a_rule_is_held_to_what_it_accepted_and_refused():
    held = rules_of_today()
    name = "不是有效的宗地代码：共 19 位，前六位为县级区划代码"
    assert list(changed_rules(held)) == []
    told = held[name]
    tighter = {name: {"accepts": [*told["accepts"], "x"], "refuses": []}}
    looser = {name: {"accepts": [], "refuses": [told["accepts"][0]]}}

    assert "refuses 'x' now" in next(changed_rules(tighter))
    assert "accepts '140728001001GB00012' now" in next(changed_rules(looser))


def test_what_a_person_accepted_is_not_told_again_and_what_nothing_needs_is(tmp_path):
    release(tmp_path, rendered())
    accepted = tmp_path / "accepted.toml"
    older = copy.deepcopy(shapes_today())
    older["events"]["environment.plot.vanished.v1"] = copy.deepcopy(older["events"][EVENT])
    (tmp_path / NAME).write_bytes(to_json_lines({**older, "rules": {}}))
    [line] = breaking_changes_since_release(tmp_path, rendered())

    accepted.write_text(
        f'[[accepted]]\nfinding = "{line}"\nreason = "从未发布"\n', encoding="utf-8"
    )
    assert breaking_changes_since_release(tmp_path, rendered()) == []
    release(tmp_path, rendered())

    assert breaking_changes_since_release(tmp_path, rendered()) == [
        f"accepted, but found no more: «{line}»"
    ]
    accepted.write_text('[[accepted]]\nmatching = "event .* is gone.*"\nreason = "从未发布"\n')
    (tmp_path / NAME).write_bytes(to_json_lines({**older, "rules": {}}))
    assert breaking_changes_since_release(tmp_path, rendered()) == []
    accepted.write_text('[[accepted]]\nfinding = "x"\nreason = " "\n', encoding="utf-8")
    with pytest.raises(AcceptedError, match="give a reason"):
        breaking_changes_since_release(tmp_path, rendered())


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
    name = sorted(body_of(shapes_today())["properties"])[0]

    def drop(now):
        held = body_of(now)
        del held["properties"][name]
        held["required"] = [key for key in held.get("required", ()) if key != name]

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
        (name, event)
        for name, event in shapes_today()["events"].items()
        if len(event.get("x-sealed-for", ())) > 1
    )

    def hide(now):
        now["events"][name]["x-sealed-for"] = held["x-sealed-for"][1:]

    assert changed(hide) == [
        f"event {name}: {held['x-sealed-for'][0]} is no longer among x-sealed-for"
    ]


def test_the_command_names_every_break_and_the_remedy(tmp_path):
    made = rendered()
    for path, text in made.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text)
    older = copy.deepcopy(shapes_today())
    older["events"]["environment.plot.vanished.v1"] = copy.deepcopy(older["events"][EVENT])
    (tmp_path / NAME).write_bytes(to_json_lines(older))

    broke = CliRunner().invoke(build(), ["contracts", "check", "--folder", str(tmp_path)])
    released = CliRunner().invoke(build(), ["contracts", "release", "--folder", str(tmp_path)])
    content = CliRunner().invoke(build(), ["contracts", "check", "--folder", str(tmp_path)])

    assert broke.exit_code == 1
    assert "event environment.plot.vanished.v1 is gone" in broke.output
    assert "as the next version" in broke.output
    assert released.exit_code == content.exit_code == 0
