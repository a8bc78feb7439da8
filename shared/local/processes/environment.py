"""The environment of the processes that we start: that of this process, and what is set over it."""

import os
from collections.abc import Mapping


def child_environment(*more: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of this process with others over them; the last one counts."""
    merged = dict(os.environ)
    for variables in more:
        merged.update(variables)
    return merged
