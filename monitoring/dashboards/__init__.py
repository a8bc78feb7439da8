"""The dashboards, one per file, each in a constant BOARD."""
