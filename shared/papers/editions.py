"""Editions of the layout: an issued paper is drawn again in its own, and has the same hash."""

FIRST = 1
"""One font for each face; fonts with CFF outlines, some without a space."""

NEWEST = 2
"""The next font where one lacks a character; TrueType outlines, which every reader knows."""
