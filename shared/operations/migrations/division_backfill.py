"""Files of releases that knew no levels are handled by the office of their county."""

from typing import Any

from shared.vocabulary import current


def with_division(row: dict[str, Any]) -> dict[str, Any] | None:
    """Return a stored file with the division of its county; None if it names one already.

    A list of restricted documents is read by this field: without it nobody would find them.
    """
    if row.get("division") or not row.get("county"):
        return None
    return {**row, "division": current(str(row["county"]))}
