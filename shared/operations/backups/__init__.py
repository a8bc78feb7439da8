"""Backup and restore of departments' databases, using the MongoDB driver only."""
