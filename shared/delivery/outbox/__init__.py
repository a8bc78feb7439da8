"""From the outbox to the broker: the relay, its lease, and what is in flight."""
