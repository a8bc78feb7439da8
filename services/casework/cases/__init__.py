"""Cases of suspected crime that a department refers."""
