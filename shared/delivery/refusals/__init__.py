"""Events that a receiver refused: its notices, and what a publisher keeps of them."""
