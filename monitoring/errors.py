"""What keeps the check from running."""


class MonitoringError(Exception):
    """The check cannot run; the text says what to do."""
