"""Steps of a case: what any organ did, told to all without names."""
