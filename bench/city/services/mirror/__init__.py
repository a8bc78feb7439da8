"""The mirror: a fictional department that replicates the registry."""
