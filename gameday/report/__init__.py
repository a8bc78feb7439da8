"""The report of a game day: stored results, the page, its sections and its pictures."""
