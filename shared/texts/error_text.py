"""Errors in words that a person can read and every store can keep."""

from shared.errors import PlatformError
from shared.texts.stored_headers import storable

LONGEST = 2000


def describe_error(error: Exception) -> str:
    """Put an error into words."""
    try:
        words = str(error) if isinstance(error, PlatformError) else repr(error)
    except Exception:  # noqa: BLE001  (an error whose words cannot be made must not hide itself)
        words = type(error).__name__
    return storable(words[:LONGEST])
