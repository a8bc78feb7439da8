"""Clocks: what law and plan oblige whom to, until when, and whether it came."""
