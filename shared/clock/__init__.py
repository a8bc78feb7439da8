"""The time: of this machine, or of a drill that moves it."""

from shared.clock.system import system_clock

__all__ = [
    "system_clock",
]
