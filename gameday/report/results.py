"""The results of exercises, kept by name: each is the last run of its exercise."""

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def rows(file: Path) -> list[Row]:
    """Read what is kept, in the order in which it is told."""
    if not file.exists():
        return []
    found: list[Row] = json.loads(file.read_text(encoding="utf-8"))
    return found


def keep(file: Path, row: Row) -> None:
    """Keep a result in the place of the last one of its exercise."""
    kept = [result for result in rows(file) if result["name"] != row["name"]]
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([*kept, row], ensure_ascii=False, indent=1)
    file.write_text(f"{text}\n", encoding="utf-8")
