"""The error that ends an exercise early."""


class GamedayError(Exception):
    """The exercise cannot go on; the text says what to do."""
