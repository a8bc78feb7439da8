"""Large content in an export: in files named by its hash, verifiable offline."""

import base64
import json
from dataclasses import replace

import orjson
import pytest
import typer
from failures_given import Bureau, asked, lane_id, sealing
from typer.testing import CliRunner

from liandong.messages.claim_check import claim_of
from shared.cli.failed import main as failed_cli
from shared.cli.failed.download import DownloadedLine, contents_to
from shared.errors import NotFoundError
from shared.handling.claim_check import Blob
from shared.operations.failures.commands import (
    DiscardFailure,
    ExportContent,
    ExportOriginals,
    ExportSnapshot,
    FreezeFailures,
)
from shared.operations.failures.verify import contents_folder

CONTENT = json.dumps({"well_code": "J-1", "sealed_on": "2026-10-01"}).encode()
CLAIM = claim_of(CONTENT)


@pytest.fixture
def bureau(tmp_path) -> Bureau:
    """A bureau that received a sealing event by reference, and has no content yet."""
    made = Bureau(tmp_path)
    made.hears(replace(sealing("J-1", day=1), data={}, dataref=CLAIM.dataref))
    return made


class Desk:
    """Calls the bureau directly, as the command line calls it over HTTP."""

    department = "agriculture"

    def __init__(self, bureau: Bureau) -> None:
        self._bureau = bureau

    def ask(self, path: str, body) -> dict:
        name = path.split("/")[3]
        told = hand_out(self._bureau, id=name, intervention=body["intervention"])
        return {"content": told.content}


def keep(bureau: Bureau, content: bytes = CONTENT) -> None:
    blob = Blob(CLAIM.digest, content, len(content), bureau.clock())
    bureau.store.transact(lambda session: session.add(blob))


def hand_out(bureau: Bureau, **fields):
    return bureau.service().post_failure_content_export(asked(ExportContent, **fields))


def lines(bureau: Bureau):
    frozen = bureau.service().post_failure_snapshot(asked(FreezeFailures))
    told = asked(ExportSnapshot, id=frozen.snapshot)
    return bureau.service().post_failure_snapshot_export(told).lines


def export(bureau: Bureau, found) -> None:
    file = bureau.folder / "failed.jsonl"
    file.write_bytes(b"\n".join(orjson.dumps(line) for line in found))
    contents_to(file, [DownloadedLine(Desk(bureau), line) for line in found], "移交核查")


def verified(bureau: Bureau):
    app = typer.Typer()
    failed_cli.register(app)
    file, trust = bureau.folder / "failed.jsonl", bureau.folder / "trust.json"
    return CliRunner().invoke(app, ["failed", "verify", str(file), "--trust", str(trust)])


def test_content_is_handed_out_beside_its_event_and_that_is_recorded(bureau):
    keep(bureau)

    (line,) = lines(bureau)
    told = hand_out(bureau, id=lane_id("J-1"))

    assert (line["dataref"], line["content"]) == (CLAIM.dataref, "here")
    assert base64.b64decode(told.content) == CONTENT
    assert [done.action for done in bureau.history()] == ["export", "export"]


def test_an_export_with_its_content_is_complete_and_verifies(bureau):
    keep(bureau)

    export(bureau, lines(bureau))

    done = verified(bureau)
    file = contents_folder(bureau.folder / "failed.jsonl") / CLAIM.digest
    assert file.read_bytes() == CONTENT
    assert done.exit_code == 0, done.output
    assert "签名有效，内容与签名中的摘要值相符" in done.output


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda file: file.unlink(), "缺少内容文件"),
        (lambda file: file.write_bytes(b"{}"), "摘要值或长度不符"),
    ],
)
def test_content_that_is_missing_or_other_is_noticed(bureau, spoil, words):
    keep(bureau)
    export(bureau, lines(bureau))

    spoil(contents_folder(bureau.folder / "failed.jsonl") / CLAIM.digest)

    done = verified(bureau)
    assert done.exit_code == 1
    assert words in done.output


def test_content_that_was_never_fetched_is_said_to_be_missing(bureau, capsys):
    found = lines(bureau)

    export(bureau, found)

    done = verified(bureau)
    assert found[0]["content"] == "not_fetched"
    assert "未曾取得" in capsys.readouterr().err
    assert done.exit_code == 0
    assert "签名有效，内容未曾取得，未随附" in done.output
    with pytest.raises(NotFoundError):
        hand_out(bureau, id=lane_id("J-1"))


def test_content_of_what_was_discarded_is_exported_with_the_original(bureau):
    keep(bureau)
    bureau.passes(bureau.lane("J-1").due_at - bureau.clock())
    discard = asked(DiscardFailure, id=lane_id("J-1"))
    acted = bureau.service().post_failure_discard(discard)

    kept = bureau.service().post_failure_history_export(
        asked(ExportOriginals, id=acted.intervention)
    )
    export(bureau, kept.lines)

    assert kept.lines[0]["content"] == "here"
    assert verified(bureau).exit_code == 0


def test_an_event_without_large_content_has_none_to_hand_out(tmp_path):
    bureau = Bureau(tmp_path)
    bureau.hears(sealing("J-2", day=1))

    with pytest.raises(NotFoundError, match="大段内容"):
        hand_out(bureau, id=lane_id("J-2"))
