"""Disputed competence: clues that two departments have sent back (管辖争议)."""
