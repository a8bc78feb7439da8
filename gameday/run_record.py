"""The record of an exercise: actions, commands of runbooks, and checks."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class CommandRun:
    """One command of a runbook; `stand_in` describes the substitute if it cannot run here."""

    page: str
    heading: str
    command: str
    ok: bool
    seconds: float
    output: str = ""
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A condition, whether it held, and after how many seconds."""

    what: str
    ok: bool
    after_s: float | None = None
    detail: str = ""


@dataclass(slots=True)
class RunRecord:
    """The record; `fault` is the start of the fault in seconds since 1970.

    `corrected` has the due times of manually corrected clocks by (rule, key).
    """

    fault: float = 0.0
    done: list[str] = field(default_factory=list)
    ran: list[CommandRun] = field(default_factory=list)
    seen: list[CheckResult] = field(default_factory=list)
    corrected: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def did(self, what: str) -> None:
        """Record an action."""
        self.done.append(what)

    def check(self, what: str, ok: bool, after_s: float | None = None, detail: str = "") -> None:
        """Record whether a condition held."""
        self.seen.append(CheckResult(what, ok, after_s, detail))

    @property
    def clean(self) -> bool:
        """Whether all checks held and all commands ended as expected."""
        return all(check.ok for check in self.seen) and all(command.ok for command in self.ran)

    def as_row(self) -> dict[str, Any]:
        """Return the row of the report."""
        return {
            "fault": self.fault,
            "done": self.done,
            "ran": [asdict(command) for command in self.ran],
            "seen": [asdict(check) for check in self.seen],
        }
