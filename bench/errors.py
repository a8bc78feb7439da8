"""The error of a benchmark, printed at the terminal."""


class BenchError(RuntimeError):
    """A measurement failed; the text includes the cause and the remedy."""
