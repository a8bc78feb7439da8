"""Plots as the mirror knows them."""
