"""Plots that the environment bureau has published events about."""
