"""Child processes: start, watch, and stop with all their descendants."""
