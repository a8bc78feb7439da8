"""Numbers that two departments use."""
