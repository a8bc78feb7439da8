"""Timelines of cases: steps and clocks, stored by both sides as they were published."""
