"""What can go wrong with a comparison: sentences for the person at the terminal."""


class BenchError(RuntimeError):
    """A measurement cannot be made; the text says why and what to do."""
