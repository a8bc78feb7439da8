"""The path of an act through all departments, built from entries of the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.handling import LEGAL_ZONE

INDENT = "  "


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One published event, as the API of the ledger returns it."""

    id: str
    at: datetime
    department: str
    actor: str
    title: str
    subject: str
    causation: str | None
    correlation: str

    @classmethod
    def of(cls, row: Mapping[str, str]) -> "LedgerLine":
        """Read an entry of the ledger."""
        return cls(
            id=row["id"],
            at=datetime.fromisoformat(row["at"]),
            department=row["department"],
            actor=row["actor"],
            title=row["title"],
            subject=row["subject"],
            causation=row.get("causation"),
            correlation=row["correlation"],
        )


def render_paths(lines: Iterable[LedgerLine]) -> Iterator[str]:
    """Render who did what when, each event below its cause; one path for each initial act.

    A path begins with an event whose cause is absent here: a command, or an event that is not in
    the ledger.
    """
    known = sorted(
        {line.id: line for line in lines}.values(), key=lambda entry: (entry.at, entry.id)
    )
    ids = {line.id for line in known}
    after: dict[str, list[LedgerLine]] = defaultdict(list)
    for line in known:
        if line.causation in ids and line.causation is not None:
            after[line.causation].append(line)
    for line in known:
        if line.causation not in ids:
            yield from _drawn(line, line.at, 0, after)


def _drawn(
    line: LedgerLine, began: datetime, depth: int, after: Mapping[str, list[LedgerLine]]
) -> Iterator[str]:
    if depth == 0:
        moment = f"{line.at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M:%S}"
    else:
        moment = f"+{(line.at - began).total_seconds():.2f} s"
    told = f"{line.title}（{line.subject}）{line.actor}"
    yield f"{INDENT * depth}{moment}  {line.department}  {told}"
    for following in after.get(line.id, ()):
        yield from _drawn(following, began, depth + 1, after)
