"""Ways of drawing papers: what was issued is drawn again as it was, and has the same hash."""

FIRST = 1
"""One font for each face; fonts with CFF outlines, some without a space."""

NEWEST = 2
"""The next font where one lacks a character; TrueType outlines, which every reader knows."""
