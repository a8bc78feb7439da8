"""One process of a department: its parts put together, its health, its metrics."""
