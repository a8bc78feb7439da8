"""Plots of construction land: recorded, suspected, on the register (地块)."""
