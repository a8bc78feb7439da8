"""Departments, partners and their messages, found by folder."""
