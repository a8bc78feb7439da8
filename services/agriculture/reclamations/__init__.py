"""Reclamation of land as farmland (复垦)."""
