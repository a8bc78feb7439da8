"""The demo: real public records, a fictional year of a city, and a run of four linked flows."""
