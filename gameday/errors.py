"""The error that ends an exercise early."""


class GamedayError(Exception):
    """The exercise cannot continue; the text includes the remedy."""
