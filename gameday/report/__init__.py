"""The report of a game day: results on disk, the page, its sections and its pictures."""
