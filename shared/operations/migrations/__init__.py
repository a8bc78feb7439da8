"""Migrations of stored data between releases: found by folder, guarded, run once."""
