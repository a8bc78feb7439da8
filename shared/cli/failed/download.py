"""Downloads an export from departments: its lines, and large contents beside them."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from liandong.envelope.validation import read_dataref
from liandong.messages.claim_check import Claim
from shared.cli.failed.groups import select
from shared.operations.failures.verify import contents_folder

if TYPE_CHECKING:
    from shared.cli.failed.client import DepartmentApi
    from shared.cli.failed.targets import FailureTargets


@dataclass(frozen=True, slots=True)
class DownloadedLine:
    """A line of evidence, and the client of its department."""

    desk: "DepartmentApi"
    line: dict[str, Any]


def exported(
    asking: "FailureTargets",
    names: list[str],
    departments: list[str] | None,
    filters: dict[str, str],
    why: str,
) -> list[DownloadedLine]:
    """Freeze the selected messages in snapshots; return all of them as lines of evidence."""
    taken: list[DownloadedLine] = []
    for desk, made in select(asking, names, departments, filters, why):
        lines, gone = _parts(desk, f"/v1/failed/snapshots/{made['snapshot']}/export", why)
        taken += lines
        for name in gone:
            typer.echo(f"liandong: {asking.name(desk, name)} 已不在失败清单", err=True)
    return taken


def originals(
    asking: "FailureTargets", departments: list[str] | None, intervention: str, why: str
) -> list[DownloadedLine]:
    """Return the messages of an intervention as they were before it."""
    desk = asking.one(departments)
    return _parts(desk, f"/v1/failed/history/{intervention}/export", why)[0]


def contents_to(file: Path, taken: list[DownloadedLine], why: str) -> list[Path]:
    """Write large contents to the folder beside a file, each once, named by its SHA-256."""
    kept: dict[str, Path] = {}
    for evidence in taken:
        if "dataref" not in evidence.line:
            continue
        claim = Claim(*read_dataref(evidence.line["dataref"]))
        if evidence.line["content"] != "here":
            typer.echo(f"liandong: {evidence.line['id']} 的内容未曾取得，导出中没有", err=True)
        elif claim.digest not in kept:
            kept[claim.digest] = _stored(contents_folder(file), claim, _content(evidence, why))
    return list(kept.values())


def _content(at: DownloadedLine, why: str) -> bytes:
    asked = {"why": why, "intervention": at.line.get("intervention", "")}
    told = at.desk.ask(f"/v1/failed/{at.line['id']}/export", asked)
    return base64.b64decode(told["content"])


def _stored(folder: Path, claim: Claim, content: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / claim.digest
    file.write_bytes(content)
    return file


def _parts(desk: "DepartmentApi", path: str, why: str) -> tuple[list[DownloadedLine], list[str]]:
    taken: list[DownloadedLine] = []
    gone: list[str] = []
    after: str | None = ""
    while after is not None:
        part = desk.ask(path, {"why": why, "after": after})
        taken += [
            DownloadedLine(desk, {"department": desk.department, **line}) for line in part["lines"]
        ]
        gone += part["gone"]
        after = part["next"]
    return taken, gone
