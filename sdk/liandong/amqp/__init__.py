"""The connection to the broker, its topology, and deliveries off the wire."""
