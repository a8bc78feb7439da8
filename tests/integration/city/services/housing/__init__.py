"""The housing bureau of the made-up city."""
