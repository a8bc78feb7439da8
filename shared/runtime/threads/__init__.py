"""A department on real threads, without nameko."""
