"""The platform on one machine without Docker: private broker, embedded store, services."""
