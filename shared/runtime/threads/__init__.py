"""Host of a department on real threads, without nameko."""
