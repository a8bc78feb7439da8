"""Continuity: what every department does after its database went back in time."""
