"""Legal texts and articles with their dates: the content of a basis id, and when it applied."""
