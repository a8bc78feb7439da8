"""The faults of a chaos run: their kinds, their schedule, what each does, and recovery."""
