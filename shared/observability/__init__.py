"""Metrics, logs and trace context; independent of the rest of the kit."""
