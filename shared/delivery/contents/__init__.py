"""Claim checks: contents too large for a message, fetched from and served by the publisher."""
