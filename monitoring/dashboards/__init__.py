"""The dashboards, one per file, each a value named BOARD."""
