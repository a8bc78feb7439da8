"""The forestry bureau of the made-up city: authorised, and hostile."""
