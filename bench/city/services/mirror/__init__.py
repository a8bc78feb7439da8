"""A department that mirrors the registry, made up."""
