"""The broker's configuration, derived from the contracts: topology, permissions, limits."""
