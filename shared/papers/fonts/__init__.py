"""Fonts: which face has a sign, how wide it is, how its script is shaped."""
