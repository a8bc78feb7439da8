"""Migrations of the documents of public security."""
