"""The registry of plots, made up: it records and tells."""
