"""One HTTP connection on a real thread: reads within limits, responds, closes."""

import re
from functools import partial
from typing import Any

from cheroot.makefile import MakeFile, StreamReader
from cheroot.server import HTTPConnection, HTTPRequest

from shared.web.protocol.framing import (
    CRLF,
    Body,
    ChunkedBody,
    HeadReader,
    HeadTooLargeError,
    SizedBody,
    framing_fault,
)
from shared.web.protocol.pace import PacedInput
from shared.web.protocol.refusal import refusal
from shared.web.protocol.rest import linger, skip

_HEADER = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\r\n\x00]*?)[ \t]*\r\n")
Headers = list[tuple[bytes, bytes]]


class PacedReader(StreamReader):
    """cheroot's reader on a paced input."""

    def __init__(self, pace: PacedInput, size: int) -> None:
        super(StreamReader, self).__init__(pace, size)
        self.bytes_read = 0


class HttpClientConnection(HTTPConnection):
    """A connection with time limits; the server has `limits`."""

    def __init__(self, server: Any, sock: Any, makefile: Any = MakeFile) -> None:
        self.pace = PacedInput(sock, server.limits)
        self.fresh = True

        def make(sock: Any, mode: str, size: int) -> Any:
            return PacedReader(self.pace, size) if "r" in mode else makefile(sock, mode, size)

        super().__init__(server, sock, make)

    def communicate(self) -> bool:
        """Read the request that is arriving, and respond; return whether to keep the connection."""
        self.pace.expect_rest()
        return bool(super().communicate())  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Close it, and free its place on the server."""
        self.server.left(self)
        super().close()


class LimitedRequest(HTTPRequest):
    """cheroot's request with our limits and error texts."""

    body: Body | None = None

    def parse_request(self) -> None:
        """Read request line and headers, or report their error."""
        self.rfile = HeadReader(self.conn.rfile)
        try:
            self.ready = bool(self.read_request_line() and self._read_headers())  # type: ignore[no-untyped-call]
        except HeadTooLargeError as error:
            self._refuse(error.status)

    def respond(self) -> None:
        """Respond, and discard the unread rest of the body."""
        self.body = self.rfile = self._make_body()
        self.server.gateway(self).respond()
        self.ensure_headers_sent()
        if self.chunked_write:
            self.conn.wfile.write(b"0\r\n\r\n")
        if self.body.ended:
            return
        if self.close_connection:
            self._linger()
        else:
            self.close_connection = not skip(self.body, self.conn.pace)

    def simple_response(self, status: Any, msg: Any = "") -> None:  # noqa: ARG002  the library's signature
        """Report an error of a request, in our format."""
        self._refuse(int(str(status)[:3]))

    def _read_headers(self) -> bool:
        found = self._headers()
        if found is None:
            self._refuse(400)
            return False
        told = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in found]
        fault = framing_fault(told, self.request_protocol.decode("latin-1"))
        if fault is not None:
            self._refuse(fault.status, fault.detail)
            return False
        self.header_reader = lambda _, headers: headers.update(_joined(found))
        return bool(self.read_request_headers())  # type: ignore[no-untyped-call]

    def _headers(self) -> Headers | None:
        found: Headers = []
        while (line := self.rfile.readline()) != CRLF:
            header = _HEADER.fullmatch(line)
            if header is None:
                return None
            found.append((header[1].title(), header[2]))
        return [(name, value) for name, value in found if b"_" not in name]

    def _make_body(self) -> Body:
        began, broke = self.conn.pace.expect_body, partial(setattr, self, "close_connection", True)
        if self.chunked_read:
            return ChunkedBody(self.conn.rfile, began, broke)
        length = int(self.inheaders.get(b"Content-Length", b"0"))
        return SizedBody(self.conn.rfile, length, began, broke)

    def _refuse(self, status: int, detail: str = "") -> None:
        self.close_connection = True
        try:
            self.conn.wfile.write(refusal(status, detail))
        except OSError:
            return  # the client disconnected
        self._linger()

    def _linger(self) -> None:
        linger(self.conn.socket, self.conn.rfile.read1, self.conn.pace)


def _joined(headers: Headers) -> dict[bytes, bytes]:
    """Join the values of repeated headers."""
    made: dict[bytes, bytes] = {}
    for name, value in headers:
        made[name] = made[name] + b"," + value if name in made else value
    return made


HttpClientConnection.RequestHandlerClass = LimitedRequest
