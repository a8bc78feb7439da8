"""Legal texts and articles with their dates: what a basis id says, and when it applied."""
