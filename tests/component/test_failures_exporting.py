"""An export is evidence: complete, recorded, and verifiable with the trust list."""

import base64

import orjson
import pytest
import typer
from failures_given import Bureau, asked, broken, lane_id, quarantine_id, raw, sealing
from typer.testing import CliRunner

from liandong.envelope import decode
from liandong.messages.verify import load_key_ring
from shared.cli.failed import main as failed_cli
from shared.operations.failures.commands import (
    DiscardFailure,
    EditFailure,
    ExportOriginals,
    ExportSnapshot,
    FreezeFailures,
    RetryFailure,
)
from shared.operations.failures.verify import verify


@pytest.fixture
def bureau(tmp_path) -> Bureau:
    return Bureau(tmp_path)


def export(bureau, person="ops-1", **wanted):
    frozen = bureau.service(person).post_failure_snapshot(asked(FreezeFailures, **wanted))
    asked_for = asked(ExportSnapshot, id=frozen.snapshot)
    return bureau.service(person).post_failure_snapshot_export(asked_for)


def written(lines) -> list[bytes]:
    return [orjson.dumps(line) for line in lines]


def verdicts(bureau, lines):
    ring = load_key_ring(bureau.folder / "trust.json")
    return list(verify(lines, ring, bureau.folder / "failed.jsonl.contents"))


@pytest.fixture
def troubled(bureau) -> Bureau:
    """A bureau with a failed event, an invalid one, and an unsigned one."""
    bureau.hears(sealing("J-1", day=1), broken("J-2"))
    bureau.receives(raw(b"{", {"who": "nobody"}))
    return bureau


def test_an_export_verifies_offline_and_tells_what_does_not(troubled):
    lines = written(export(troubled).lines)

    told = verdicts(troubled, lines)

    assert [verdict.fault == "" for verdict in told].count(True) == 2
    assert "environment well.sealed.v1 J-1 第 1 号" in [verdict.says for verdict in told]
    (bad,) = [verdict for verdict in told if verdict.fault]
    assert "liandong-key-id is missing" in bad.fault


def test_an_export_that_was_tampered_with_is_noticed(troubled):
    (line,) = export(troubled, subject="J-1").lines
    body = base64.b64decode(line["body"]).replace(b"2026-10-01", b"2026-10-02")

    (told,) = verdicts(troubled, written([{**line, "body": base64.b64encode(body).decode()}]))

    assert "wrong signature" in told.fault


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}", b'{"id":1,"body":"%","headers":{}}'])
def test_a_line_that_is_no_export_is_told(bureau, line):
    (told,) = verdicts(bureau, [line])

    assert told.fault == "不是导出的记录"


def test_an_export_is_recorded_with_all_that_was_handed_out(troubled):
    told = export(troubled, "ops-7")

    (done,) = troubled.history()
    assert (done.id, done.action, done.actor) == (told.intervention, "export", "ops-7")
    assert len(done.targets) == 3


def test_what_is_gone_meanwhile_is_named(troubled):
    frozen = troubled.service().post_failure_snapshot(asked(FreezeFailures, subject="J-1"))
    troubled.service().post_failure_discard(asked(DiscardFailure, id=lane_id("J-1")))

    told = troubled.service().post_failure_snapshot_export(
        asked(ExportSnapshot, id=frozen.snapshot)
    )

    assert (told.lines, told.gone, told.next) == ((), (lane_id("J-1"),), None)


def test_a_large_export_comes_in_parts(bureau):
    bureau.mood.wells = {f"J-{number}" for number in range(450)}
    bureau.hears(*[sealing(well) for well in sorted(bureau.mood.wells)])
    frozen = bureau.service().post_failure_snapshot(asked(FreezeFailures))
    lines, after = [], ""

    while after is not None:
        part = bureau.service().post_failure_snapshot_export(
            asked(ExportSnapshot, id=frozen.snapshot, after=after)
        )
        lines += part.lines
        after = part.next

    assert [line["id"] for line in lines] == [row.id for row in frozen.failures]
    assert len([done for done in bureau.history() if done.action == "export"]) == 1


def test_the_originals_of_an_intervention_can_be_had_and_verified(bureau):
    bureau.hears(sealing("J-1", day=1))
    edit = asked(EditFailure, id=lane_id("J-1"), patch={"sealed_on": "2026-10-02"})
    acted = bureau.service().post_failure_edit(edit)

    told = bureau.service().post_failure_history_export(
        asked(ExportOriginals, id=acted.intervention)
    )

    (line,) = told.lines
    assert decode(base64.b64decode(line["body"])).data["sealed_on"] == "2026-10-01"
    assert verdicts(bureau, written([line]))[0].fault == ""


def test_a_mended_event_that_still_waits_is_exported_with_both_contents(bureau):
    bureau.mood.wells = {"J-1"}
    bureau.hears(sealing("J-1", day=1))
    edit = asked(EditFailure, id=lane_id("J-1"), patch={"sealed_on": "2026-10-02"})
    bureau.service().post_failure_edit(edit)

    (line,) = export(bureau).lines

    assert decode(base64.b64decode(line["mended"])).data["sealed_on"] == "2026-10-02"
    assert decode(base64.b64decode(line["body"])).data["sealed_on"] == "2026-10-01"


def test_a_message_that_was_retried_from_quarantine_is_exported_by_its_intervention(bureau):
    bureau.receives(raw(b"{", {"who": "nobody"}))
    name = quarantine_id(bureau)
    failed = bureau.service().post_failure_retry(asked(RetryFailure, id=name))
    given_up = bureau.service().post_failure_discard(asked(DiscardFailure, id=name))

    of_retry, of_discard = (
        bureau.service().post_failure_history_export(asked(ExportOriginals, id=answer.intervention))
        for answer in (failed, given_up)
    )

    assert of_retry.lines == ()
    assert base64.b64decode(of_discard.lines[0]["body"]) == b"{"


def test_the_command_verifies_a_file_and_fails_if_one_line_does_not(troubled):
    app = typer.Typer()
    failed_cli.register(app)
    trust = str(troubled.folder / "trust.json")
    file = troubled.folder / "failed.jsonl"
    run = CliRunner().invoke

    file.write_bytes(b"\n".join(written(export(troubled, subject="J-1").lines)))
    good = run(app, ["failed", "verify", str(file), "--trust", trust])
    file.write_bytes(b"\n".join(written(export(troubled).lines)))
    bad = run(app, ["failed", "verify", str(file), "--trust", trust])

    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert "签名有效" in good.output
    assert "liandong-key-id is missing" in bad.output
