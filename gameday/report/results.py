"""The file of results: the row of the last run of each exercise."""

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def read_rows(file: Path) -> list[Row]:
    """Read all rows; an empty list if the file does not exist."""
    if not file.exists():
        return []
    found: list[Row] = json.loads(file.read_text(encoding="utf-8"))
    return found


def store_row(file: Path, row: Row) -> None:
    """Store a row and remove the earlier one of its exercise."""
    kept = [result for result in read_rows(file) if result["name"] != row["name"]]
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([*kept, row], ensure_ascii=False, indent=1)
    file.write_text(f"{text}\n", encoding="utf-8")
