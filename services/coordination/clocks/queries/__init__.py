"""Obligations as people ask for them: lists and explanations."""
