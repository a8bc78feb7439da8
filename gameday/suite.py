"""Runs exercises sequentially and stores each result immediately."""

import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gameday.errors import GamedayError
from gameday.exercise import Exercise
from gameday.report.results import store_row
from gameday.run import run_exercise
from gameday.timing_profile import TimingProfile
from monitoring.errors import MonitoringError
from shared.local.errors import LocalError

KNOWN = (GamedayError, LocalError, MonitoringError)


def run_all(
    home: Path,
    exercises: Sequence[Exercise],
    profile: TimingProfile,
    result: Path,
    echo: Callable[[str], None],
) -> bool:
    """Run exercises and store the results; return whether all were clean."""
    began, clean = time.monotonic(), True

    def say(words: str) -> None:
        echo(f"{time.monotonic() - began:7.1f} s  {words}")

    for exercise in exercises:
        try:
            row = run_exercise(home / exercise.name, exercise, profile, say)
        except Exception as error:  # noqa: BLE001  a failed exercise must not end the others
            say(f"{exercise.name} could not be run: {error}")
            if not isinstance(error, KNOWN):
                echo(traceback.format_exc())
            clean = False
            continue
        store_row(result, row)
        _report_failures(row, say)
        clean = clean and row["clean"]
    return clean


def _report_failures(row: dict[str, Any], say: Callable[[str], None]) -> None:
    for check in row["record"]["seen"]:
        if not check["ok"]:
            say(f"  WRONG: {check['what']} {check['detail']}")
    for command in row["record"]["ran"]:
        if not command["ok"]:
            say(f"  FALSE STEP: {command['heading']}: {command['command']}: {command['output']}")
    say(f"{row['name']}: {'as it must' if row['clean'] else 'NOT as it must'}")
