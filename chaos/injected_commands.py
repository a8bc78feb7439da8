"""What is written for loaders and clerks: when they begin, and errands that a fault asks for."""

import json
import time
from pathlib import Path

from chaos.faults.schedule import Fault

MOST_STUMBLES = 4


def leave_errand(folder: Path, fault: Fault, subjects: int) -> None:
    """Ask for an act whose event fails 1 to 4 times at whoever hears it."""
    errand = {
        "key": f"stumble-{fault.number}",
        "well": f"W-{fault.seed % subjects}",
        "stumble": 1 + fault.seed % MOST_STUMBLES,
    }
    draft = folder / f"{fault.number:04d}.draft"
    draft.write_text(json.dumps(errand))
    draft.rename(draft.with_suffix(".json"))


def begin_now(order: Path) -> None:
    """Tell a loader or the clerks that their time begins now."""
    told = json.loads(order.read_text())
    order.write_text(json.dumps({**told, "began_at": time.time()}))
