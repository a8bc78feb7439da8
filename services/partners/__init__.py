"""Contracts of organisations that take part but have no service here."""
