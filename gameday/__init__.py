"""The game day: outages on real processes, their alerts, their runbooks, and what came of it."""
