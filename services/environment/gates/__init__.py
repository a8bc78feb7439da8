"""Answers to those who must not act on land before they have one (准入核验)."""
