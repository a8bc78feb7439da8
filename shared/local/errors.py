"""What can go wrong while the local platform starts: sentences for the person at the terminal."""


class LocalError(RuntimeError):
    """Root of the errors that the local platform raises on purpose; the text says what to do."""


class ChildFailedError(LocalError):
    """A process ended or stayed silent before it was ready; carries the end of its log."""


class NotInstalledError(LocalError):
    """A program that must be on the machine is not."""


class AlreadyRunningError(LocalError):
    """Another process runs on the same folder."""
