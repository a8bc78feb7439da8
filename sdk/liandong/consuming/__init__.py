"""The consumer: batches in order, handled and acknowledged."""
