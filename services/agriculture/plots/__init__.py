"""Plots that the environment bureau spoke of."""
