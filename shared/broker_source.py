"""Where RabbitMQ definitions are read from: a file, or the management API of a broker."""

import base64
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

LONGEST_S = 30.0


class SourceError(Exception):
    """The definitions cannot be read; the text says why, and holds no password."""


def read(source: str) -> dict[str, Any]:
    """Read a definitions file, or ask `http(s)://user:password@host:port` for all it has."""
    try:
        text = _ask(source) if source.startswith(("http://", "https://")) else _open(source)
        found: dict[str, Any] = json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(f"what {_bare(source)} holds is no JSON: {error}") from error
    return found


def _open(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{name} cannot be read: {error.strerror}") from error


def _ask(url: str) -> str:
    parts = urlsplit(url)
    login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    request = urllib.request.Request(f"{_bare(url)}/api/definitions")  # noqa: S310  http(s) only
    request.add_header("Authorization", f"Basic {base64.b64encode(login.encode()).decode()}")
    try:
        with urllib.request.urlopen(request, timeout=LONGEST_S) as answer:  # noqa: S310  likewise
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        raise SourceError(f"{_bare(url)} answers {error.code} {error.reason}") from error
    except OSError as error:
        raise SourceError(f"{_bare(url)} does not answer: {error}") from error


def _bare(source: str) -> str:
    """Leave user and password out of an address."""
    parts = urlsplit(source)
    netloc = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=netloc).geturl().rstrip("/")
