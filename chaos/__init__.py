"""Chaos: a made-up city as real processes, seeded faults, and an audit of every event."""
