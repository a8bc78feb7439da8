"""Plots and their records."""
