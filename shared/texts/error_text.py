"""Error texts that a person can read and every store can hold."""

from shared.errors import PlatformError
from shared.texts.stored_headers import storable

LONGEST = 2000


def describe_error(error: Exception) -> str:
    """Return an error's text, at most `LONGEST` characters."""
    try:
        words = str(error) if isinstance(error, PlatformError) else repr(error)
    except Exception:  # noqa: BLE001  (an error whose text cannot be built is still reported)
        words = type(error).__name__
    return storable(words[:LONGEST])
