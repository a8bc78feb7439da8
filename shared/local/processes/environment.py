"""Environment of child processes: that of this process with overrides."""

import os
from collections.abc import Mapping


def child_environment(*more: Mapping[str, str]) -> dict[str, str]:
    """Return this process's variables with `more` merged over them; later mappings win."""
    merged = dict(os.environ)
    for variables in more:
        merged.update(variables)
    return merged
