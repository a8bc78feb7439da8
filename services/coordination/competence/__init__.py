"""Whose a clue is when two departments have sent it back (管辖争议)."""
