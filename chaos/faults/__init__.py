"""The faults of a chaos run: kinds, schedule, actions and recovery."""
