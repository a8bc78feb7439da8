"""Alerts of an exercise: their rules, their routes, who receives them, and when each fired."""
