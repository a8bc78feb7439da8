"""Framing of HTTP requests: where head and body end; the same on every host."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from shared.config.http_limits import LARGEST_HEAD, LONGEST_LINE, MOST_HEADERS
from shared.web.protocol.pace import SlowClientError

LONGEST_SIZE_LINE = 1024
CRLF = b"\r\n"
_LENGTH = re.compile(r"[0-9]{1,18}")
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(;[^\r\n]*)?\r\n")


class Readable(Protocol):
    """A buffered stream of bytes."""

    def read(self, size: int, /) -> bytes:
        """Read `size` bytes; fewer at the end."""

    def readline(self, size: int, /) -> bytes:
        """Read a line, or `size` bytes of it."""


class BrokenBodyError(ValueError):
    """A body contradicts its declared length, or its chunks are malformed."""


class HeadTooLargeError(ValueError):
    """The request line or the headers exceed their limits; `status` tells which."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class FramingFault:
    """Reason to reject a request unread, in Chinese; the connection is closed after it."""

    status: HTTPStatus
    detail: str


def framing_fault(headers: Iterable[tuple[str, str]], version: str) -> FramingFault | None:
    """Return why the end of a request is ambiguous: two lengths, or an unsupported coding."""
    found = [(name.lower(), value.strip()) for name, value in headers]
    lengths = [value for name, value in found if name == "content-length"]
    codings = [value.lower() for name, value in found if name == "transfer-encoding"]
    if codings and (lengths or version < "HTTP/1.1"):
        words = "请求体的长度有两种说法：Content-Length 与 Transfer-Encoding 只能用一种"
        return FramingFault(HTTPStatus.BAD_REQUEST, words)
    if codings and codings != ["chunked"]:
        return FramingFault(
            HTTPStatus.NOT_IMPLEMENTED, "传输编码（Transfer-Encoding）只支持 chunked"
        )
    if len(lengths) > 1 or not all(_LENGTH.fullmatch(value) for value in lengths):
        words = "Content-Length 应是一个十进制整数，且只能出现一次"
        return FramingFault(HTTPStatus.BAD_REQUEST, words)
    return None


class HeadReader:
    """Reads request line and headers, line by line, within their limits."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._lines = 0
        self._room = LARGEST_HEAD

    def readline(self, _size: int = -1) -> bytes:
        """Read a line; raises `HeadTooLargeError` if it, or the whole head, is too long."""
        line = self._stream.readline(LONGEST_LINE + 1)
        self._lines += 1
        self._room -= len(line)
        if len(line) > LONGEST_LINE or self._room < 0 or self._lines > MOST_HEADERS + 1:
            first = self._lines == 1
            wrong = HTTPStatus.REQUEST_URI_TOO_LONG if first else _HEADERS_TOO_LARGE
            raise HeadTooLargeError(wrong)
        return line


_HEADERS_TOO_LARGE = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE


class Body:
    """Body of a request, delimited by its length or its last chunk (RFC 9112 6).

    `began` is called before the wait for the first byte, `broke` if the end cannot be found. `read`
    raises `BrokenBodyError` and `SlowClientError`.
    """

    def __init__(
        self, stream: Readable, began: Callable[[], None], broke: Callable[[], None]
    ) -> None:
        self._stream = stream
        self._began = began
        self._broke = broke
        self._touched = False

    @property
    def ended(self) -> bool:
        """Whether all was read."""
        raise NotImplementedError

    def read(self, size: int = -1) -> bytes:
        """Read `size` bytes, fewer only at the end; without a size, all."""
        if self.ended or not size:
            return b""
        if not self._touched:
            self._touched = True
            self._began()
        try:
            return self._read(size)
        except (BrokenBodyError, SlowClientError):
            self._broke()
            raise

    def _read(self, size: int) -> bytes:
        raise NotImplementedError


class SizedBody(Body):
    """A body with a declared length."""

    def __init__(
        self, stream: Readable, length: int, began: Callable[[], None], broke: Callable[[], None]
    ) -> None:
        super().__init__(stream, began, broke)
        self._left = length

    @property
    def ended(self) -> bool:
        """Whether all was read."""
        return not self._left

    def _read(self, size: int) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        found = self._stream.read(wanted)
        self._left -= len(found)
        if len(found) < wanted:
            raise BrokenBodyError("is shorter than its length")
        return found


class ChunkedBody(Body):
    """A chunked body (RFC 9112 7.1); extensions and trailers are ignored."""

    _left = 0
    _first = True
    _ended = False

    @property
    def ended(self) -> bool:
        """Whether all was read."""
        return self._ended

    def _read(self, size: int) -> bytes:
        pieces: list[bytes] = []
        while size and not self._ended:
            if not self._left:
                self._next()
                continue
            piece = self._stream.read(min(self._left, size) if size > 0 else self._left)
            if not piece:
                raise BrokenBodyError("ended within a chunk")
            self._left -= len(piece)
            size -= len(piece) if size > 0 else 0
            pieces.append(piece)
        return b"".join(pieces)

    def _next(self) -> None:
        if not self._first and self._stream.read(2) != CRLF:
            raise BrokenBodyError("a chunk is not as long as it said")
        self._first = False
        found = _SIZE.fullmatch(self._stream.readline(LONGEST_SIZE_LINE))
        if found is None:
            raise BrokenBodyError("the size of a chunk is no number")
        self._left = int(found[1], 16)
        if not self._left:
            self._skip_trailers()
            self._ended = True

    def _skip_trailers(self) -> None:
        room = LARGEST_HEAD
        while (line := self._stream.readline(room)) != CRLF:
            room -= len(line)
            if room <= 0 or not line.endswith(CRLF):
                raise BrokenBodyError("does not end")
