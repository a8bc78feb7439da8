"""Clocks: the system clock, and one that a drill can move."""

from shared.clock.system import system_clock

__all__ = [
    "system_clock",
]
