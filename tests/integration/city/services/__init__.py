"""A synthetic city of two departments, so that shared/ is tested without the real ones."""
