"""Clues that a department reported."""
