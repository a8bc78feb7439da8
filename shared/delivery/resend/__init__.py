"""Gaps in what a subscriber heard: asked for, sent again, or told as never published."""
