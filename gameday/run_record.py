"""What an exercise leaves behind: what was done, which commands ran, what proved that it worked."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Ran:
    """One command of a runbook; `stand_in` says what was done where it cannot run here."""

    page: str
    heading: str
    command: str
    ok: bool
    seconds: float
    output: str = ""
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that had to be so, whether it was, and after how many seconds."""

    what: str
    ok: bool
    after_s: float | None = None
    detail: str = ""


@dataclass(slots=True)
class Record:
    """All that an exercise writes down; `fault` is when it began, in seconds since 1970.

    `corrected` has the ends of the clocks that a person corrected, by rule and thing.
    """

    fault: float = 0.0
    done: list[str] = field(default_factory=list)
    ran: list[Ran] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    corrected: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def did(self, what: str) -> None:
        """Write down what was done to the city."""
        self.done.append(what)

    def check(self, what: str, ok: bool, after_s: float | None = None, detail: str = "") -> None:
        """Write down whether something was as it must be."""
        self.seen.append(Seen(what, ok, after_s, detail))

    @property
    def clean(self) -> bool:
        """Tell whether all was as it must be."""
        return all(check.ok for check in self.seen) and all(command.ok for command in self.ran)

    def as_row(self) -> dict[str, Any]:
        """Tell it for the report."""
        return {
            "fault": self.fault,
            "done": self.done,
            "ran": [asdict(command) for command in self.ran],
            "seen": [asdict(check) for check in self.seen],
        }
