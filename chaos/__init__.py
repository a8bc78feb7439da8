"""Chaos tests: a fictional city as real processes, seeded faults, and an audit of every event."""
