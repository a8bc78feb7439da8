"""Compatibility of the contracts with the last release, for readers and writers (promise P8)."""
