"""Migrations of the documents of clues and cases, for every department that keeps them."""
