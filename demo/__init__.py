"""The demo: real public records, a made-up city-year, and the run through the linked flows."""
