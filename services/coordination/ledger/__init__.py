"""Who published what."""
