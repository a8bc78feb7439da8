"""The inbox: receives, verifies and dispatches deliveries, or quarantines them."""
