"""Fonts: which one has a character, its width, and the shaping of its script."""
