"""Taking an export out of departments: its lines, and large contents beside them."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from liandong.envelope.validation import read_dataref
from liandong.messages.claim_check import Claim
from shared.cli.failed.groups import freeze
from shared.operations.failures.verify import contents_of

if TYPE_CHECKING:
    from shared.cli.failed.client import Desk
    from shared.cli.failed.targets import Targets


@dataclass(frozen=True, slots=True)
class Taken:
    """A line of evidence, and the department that has it."""

    desk: "Desk"
    line: dict[str, Any]


def exported(
    asking: "Targets",
    names: list[str],
    departments: list[str] | None,
    filters: dict[str, str],
    why: str,
) -> list[Taken]:
    """Freeze what is meant and give all of it as lines of evidence."""
    taken: list[Taken] = []
    for desk, made in freeze(asking, names, departments, filters, why):
        lines, gone = _parts(desk, f"/v1/failed/snapshots/{made['snapshot']}/export", why)
        taken += lines
        for name in gone:
            typer.echo(f"liandong: {asking.name(desk, name)} 已不在失败清单", err=True)
    return taken


def originals(
    asking: "Targets", departments: list[str] | None, intervention: str, why: str
) -> list[Taken]:
    """Give the messages as they were before a person acted."""
    desk = asking.one(departments)
    return _parts(desk, f"/v1/failed/history/{intervention}/export", why)[0]


def contents_to(file: Path, taken: list[Taken], why: str) -> list[Path]:
    """Put large contents into the folder beside a file, each once under its SHA-256."""
    kept: dict[str, Path] = {}
    for evidence in taken:
        if "dataref" not in evidence.line:
            continue
        claim = Claim(*read_dataref(evidence.line["dataref"]))
        if evidence.line["content"] != "here":
            typer.echo(f"liandong: {evidence.line['id']} 的内容未曾取得，导出中没有", err=True)
        elif claim.digest not in kept:
            kept[claim.digest] = _kept(contents_of(file), claim, _content(evidence, why))
    return list(kept.values())


def _content(at: Taken, why: str) -> bytes:
    asked = {"why": why, "intervention": at.line.get("intervention", "")}
    told = at.desk.ask(f"/v1/failed/{at.line['id']}/export", asked)
    return base64.b64decode(told["content"])


def _kept(folder: Path, claim: Claim, content: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / claim.digest
    file.write_bytes(content)
    return file


def _parts(desk: "Desk", path: str, why: str) -> tuple[list[Taken], list[str]]:
    taken: list[Taken] = []
    gone: list[str] = []
    after: str | None = ""
    while after is not None:
        part = desk.ask(path, {"why": why, "after": after})
        taken += [Taken(desk, {"department": desk.department, **line}) for line in part["lines"]]
        gone += part["gone"]
        after = part["next"]
    return taken, gone
