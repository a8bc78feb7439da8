"""Errors of starting the local platform; their texts are shown on the terminal."""


class LocalError(RuntimeError):
    """Base of the errors that the local platform raises on purpose; the text says what to do."""


class ChildFailedError(LocalError):
    """A process exited or timed out before it was ready; the text contains the end of its log."""


class NotInstalledError(LocalError):
    """A required program is not installed on this machine."""


class AlreadyRunningError(LocalError):
    """Another process uses the same folder."""
