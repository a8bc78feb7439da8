"""Signed, bundled, sealed and claim-checked messages, as they travel."""
