"""Files for the load programs: the start time of their load, and injected commands."""

import json
import time
from pathlib import Path

from chaos.faults.schedule import ScheduledFault

MOST_FAILURES = 4


def inject_command(folder: Path, fault: ScheduledFault, subjects: int) -> None:
    """Write a command whose event fails 1 to 4 times at each subscriber."""
    command = {
        "key": f"stumble-{fault.number}",
        "well": f"W-{fault.seed % subjects}",
        "stumble": 1 + fault.seed % MOST_FAILURES,
    }
    draft = folder / f"{fault.number:04d}.draft"
    draft.write_text(json.dumps(command))
    draft.rename(draft.with_suffix(".json"))


def set_start_time(order: Path) -> None:
    """Set the start time in a program's order file to now."""
    content = json.loads(order.read_text())
    order.write_text(json.dumps({**content, "began_at": time.time()}))
