"""The connection to the broker, its topology, and the parsing of deliveries."""
