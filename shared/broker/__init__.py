"""The broker as the contracts want it: topology, permissions, limits, definitions."""
