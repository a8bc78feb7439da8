"""Events that a receiver refused: its notices, and the publisher's records of them."""
