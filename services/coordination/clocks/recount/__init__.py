"""Recount of the open clocks after a change of the calendar or of the rules."""
