"""HTTP client of the command line; errors are one sentence that says what to do."""

import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from liandong.files.tls import is_loopback
from shared.config.tls import PLAIN, HttpTls

LONGEST_S = 60.0
_SHOWN = 200


class NoAnswerError(Exception):
    """No response, or none from a department; the text says what to do and holds no secret."""


def ask(
    address: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
    *,
    longest_s: float = LONGEST_S,
    tls: HttpTls = PLAIN,
) -> tuple[int, bytes]:
    """GET an address, or POST a body to it; return status and body, whatever the status.

    Loopback and plain HTTP requests bypass proxies, so that no office proxy can read a token; only
    TLS up to the department may pass one (`https_proxy`, `no_proxy`). Redirects are not followed,
    since the token would be forwarded. `tls` names the trusted authorities.
    """
    request = urllib.request.Request(address, data=body, headers=dict(headers))  # noqa: S310  the caller checked the address
    try:
        opener = urllib.request.build_opener(*_handlers(address, tls))
        with opener.open(request, timeout=longest_s) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except http.client.HTTPException as error:
        what = f"what answers at {bare(address)} is no department ({type(error).__name__})"
        raise NoAnswerError(f"{what}: check host and port.") from error
    except (OSError, ValueError) as error:
        raise NoAnswerError(_sentence(address, error, longest_s)) from error


def ask_json(
    address: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
    *,
    longest_s: float = LONGEST_S,
    tls: HttpTls = PLAIN,
) -> tuple[int, Any]:
    """Send a request as `ask` does, and parse the response as JSON."""
    status, raw = ask(address, headers, body, longest_s=longest_s, tls=tls)
    try:
        return status, orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        text = " ".join(raw[:_SHOWN].decode(errors="replace").split())
        raise NoAnswerError(
            f"{bare(address)} answers {status} with what is no JSON ({text or 'nothing'}): "
            "a proxy or another program answers in place of the department. "
            "Check the address, or put the host into NO_PROXY."
        ) from error


def bare(address: str) -> str:
    """Remove user, password and query from an address."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def problem_text(status: int, raw: bytes) -> str:
    """Return the problem text of an error response."""
    try:
        problem = orjson.loads(raw)
        return f"{problem['title']}：{problem['detail']}"
    except (orjson.JSONDecodeError, KeyError, TypeError):
        text = " ".join(raw[:200].decode(errors="replace").split())
        return f"{status}: {text or 'no words'}. A proxy may answer in place of the department."


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Never redirect."""


def _handlers(address: str, tls: HttpTls) -> list[Any]:
    parts = urlsplit(address)
    handlers: list[Any] = [_NoRedirect()]
    if parts.scheme != "https" or is_loopback(parts.hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    if parts.scheme == "https":
        handlers.append(urllib.request.HTTPSHandler(context=tls.client()))
    return handlers


def _sentence(address: str, error: Exception, longest_s: float) -> str:
    """Return what is wrong, and what to do about it."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    remedy = "Check host and port, and whether it runs (`liandong up` on this machine)."
    if isinstance(reason, ssl.SSLError):
        remedy = "LIANDONG_HTTP_CA_FILE names the authorities that its certificate is checked by."
    elif "Tunnel connection failed" in str(reason):
        remedy = "The proxy refuses: put the host into NO_PROXY, or ask those who run the proxy."
    elif isinstance(reason, TimeoutError):
        return f"{bare(address)} does not answer within {longest_s:g} s: try again later."
    return f"{bare(address)} does not answer: {reason}. {remedy}"
