"""Surveys of wells, whose reports may be long."""
