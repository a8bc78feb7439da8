"""The error that prevents the check."""


class MonitoringError(Exception):
    """The check cannot run; the text includes the cause or the remedy."""
