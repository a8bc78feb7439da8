"""Commands and handlers: unit of work, idempotency, sealing, numbers, group commit."""
