"""The water bureau of the made-up city: it acts, the others hear."""
