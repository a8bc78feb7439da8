"""The departments of the city, one folder each."""
