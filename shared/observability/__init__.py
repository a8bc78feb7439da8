"""Metrics, logs and trace context; it depends on nothing of the kit."""
