"""The housing bureau of the chaos city: subscribes, and reacts with its own events."""
