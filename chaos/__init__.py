"""Chaos: a made-up city as real processes, seeded faults, and a verdict on every event."""
