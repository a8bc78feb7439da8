"""Clocks: obligations under law and plan, who owes them, their deadlines, and their outcome."""
