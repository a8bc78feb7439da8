"""The consumer: deliveries in ordered batches, their handler and their acknowledgement."""
