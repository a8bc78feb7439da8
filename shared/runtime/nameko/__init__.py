"""A department on nameko, which stands on eventlet."""
