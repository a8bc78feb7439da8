"""Decisions of public security that were contested or supervised."""
