"""A fictional city of three departments that record, in order, every event they applied."""
