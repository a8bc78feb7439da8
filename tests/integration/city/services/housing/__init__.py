"""The housing bureau of the synthetic city."""
