"""Gaps in a subscriber's events: requested, resent, or answered as never published."""
