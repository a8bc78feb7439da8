"""The publisher: events to the broker, each with its outcome."""
