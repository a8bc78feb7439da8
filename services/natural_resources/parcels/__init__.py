"""Parcels of the registry (宗地)."""
