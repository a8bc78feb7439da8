"""Queries for obligations: lists and explanations."""
