"""Clocks counted anew after a change of the calendar or of the rules."""
