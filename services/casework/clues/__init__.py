"""Clues that a department is competent for."""
