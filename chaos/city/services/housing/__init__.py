"""The housing bureau of the made-up city: it hears, and reacts with events of its own."""
