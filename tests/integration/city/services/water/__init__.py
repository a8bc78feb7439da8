"""The water bureau of the synthetic city."""
