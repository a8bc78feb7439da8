"""From the outbox to the broker: the relay, its lease, and the batches in flight."""
