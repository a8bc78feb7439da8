"""Lanes: parked events that wait, in order per subject, for a predecessor or their next retry."""
