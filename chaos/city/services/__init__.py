"""A made-up city of three departments that remember, in order, every event they heard."""
