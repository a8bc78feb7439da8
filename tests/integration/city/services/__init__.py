"""A made-up city of two departments, so that the kit is tested without the real ones."""
