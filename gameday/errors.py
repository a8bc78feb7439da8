"""What ends an exercise before its verdict."""


class GamedayError(Exception):
    """The exercise cannot go on; the text says what to do."""
