"""The water bureau of the made-up city."""
