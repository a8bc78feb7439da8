"""A manual clock for code that polls once a second."""


class Clock:
    """A monotonic clock in seconds that the test sets."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now
