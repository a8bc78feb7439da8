"""How much work something is, told by what it calls and not by the time that it takes."""

import sys
from collections.abc import Callable


def calls_of(work: Callable[[], object]) -> int:
    """Count the functions written in Python that are called."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted
