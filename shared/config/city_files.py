"""Files of a city that replace those shipped with the platform."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

DIVISIONS = "LIANDONG_DIVISIONS"
CLOCK_RULES = "LIANDONG_CLOCK_RULES"
TOLERANCES = "LIANDONG_TOLERANCES"
PAPER_FONTS = "LIANDONG_PAPER_FONTS"
FURTHER_FONTS = "LIANDONG_PAPER_FURTHER_FONTS"


@dataclass(frozen=True, slots=True)
class CityFiles:
    """Paths; an empty one means the file of the platform or the system.

    Each is checked where it is read: divisions, tolerances and rules when a service starts, fonts
    when a paper is made. They are strings, because caches on the path of every event use them as
    keys.
    """

    divisions: str = ""
    clock_rules: str = ""
    fonts: str = ""
    further_fonts: tuple[str, ...] = ()
    tolerances: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "CityFiles":
        """Read the variables."""
        return cls(
            divisions=env.get(DIVISIONS, ""),
            clock_rules=env.get(CLOCK_RULES, ""),
            fonts=env.get(PAPER_FONTS, ""),
            further_fonts=tuple(filter(None, env.get(FURTHER_FONTS, "").split(os.pathsep))),
            tolerances=env.get(TOLERANCES, ""),
        )


STANDARD = CityFiles()
