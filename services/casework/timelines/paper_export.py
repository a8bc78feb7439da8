"""Write the papers of a case to a folder, each with its hash."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from services.casework.timelines.client import kind_of
from shared.cli.department_client import DepartmentClient

FORMATS = ("pdf", "docx")
SUMS = "sha256"


def write_file(
    desk: DepartmentClient, case_id: str, folder: Path, formats: Sequence[str] = FORMATS
) -> list[str]:
    """Write the case file and every paper; return the lines for `sha256sum -c`."""
    base = f"/v1/{kind_of(desk, case_id)}/{case_id}"
    kinds = [paper["kind"] for paper in desk.get(f"{base}/papers")["papers"]]
    folder.mkdir(parents=True, exist_ok=True)
    lines = list(_written(desk, base, kinds, folder, formats))
    (folder / f"{case_id}.{SUMS}").write_text("".join(f"{line}\n" for line in lines))
    return lines


def _written(
    desk: DepartmentClient, base: str, kinds: list[str], folder: Path, formats: Sequence[str]
) -> Iterator[str]:
    for form in formats:
        yield _save(desk.file(f"{base}/file.{form}"), folder / f"case_file.{form}")
        for kind in kinds:
            yield _save(desk.file(f"{base}/papers/{kind}.{form}"), folder / f"{kind}.{form}")


def _save(content: bytes, path: Path) -> str:
    path.write_bytes(content)
    return f"{hashlib.sha256(content).hexdigest()}  {path.name}"
