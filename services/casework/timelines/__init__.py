"""Seeing a case: its steps and its clocks, kept by both sides as they were told."""
