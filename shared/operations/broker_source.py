"""Source of RabbitMQ definitions: a file, or the management API of a broker."""

import base64
import json
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from shared.config.tls import PLAIN, HttpTls
from shared.texts.text_file import NotUtf8Error, read_text
from shared.web.client import NoAnswerError, ask

LONGEST_S = 30.0


class SourceError(Exception):
    """The definitions cannot be read; the text says why, without passwords."""


def load_definitions(source: str, tls: HttpTls = PLAIN) -> dict[str, Any]:
    """Read a definitions file, or fetch the definitions of `http(s)://user:password@host:port`."""
    try:
        text = _ask(source, tls) if source.startswith(("http://", "https://")) else _open(source)
        found: dict[str, Any] = json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(
            f"what {_without_credentials(source)} holds is no JSON: {error}"
        ) from error
    return found


def _open(name: str) -> str:
    try:
        return read_text(Path(name))
    except NotUtf8Error as error:
        raise SourceError(str(error)) from error
    except OSError as error:
        raise SourceError(f"{name} cannot be read: {error.strerror}") from error


def _ask(url: str, tls: HttpTls) -> str:
    parts = urlsplit(url)
    login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    headers = {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}
    try:
        status, raw = ask(
            f"{_without_credentials(url)}/api/definitions", headers, longest_s=LONGEST_S, tls=tls
        )
    except NoAnswerError as error:
        raise SourceError(str(error)) from error
    if status != HTTPStatus.OK:
        raise SourceError(
            f"{_without_credentials(url)} answers {status}: check user, password and rights"
        )
    return raw.decode(errors="replace")


def _without_credentials(source: str) -> str:
    """Remove user and password from an address."""
    parts = urlsplit(source)
    netloc = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=netloc).geturl().rstrip("/")
