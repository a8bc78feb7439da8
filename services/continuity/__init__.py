"""Continuity: recovery of a department after its database was restored from an older backup."""
