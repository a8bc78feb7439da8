"""One HTTP connection on a green thread: reads within limits, responds, closes."""

import io
from functools import partial
from typing import Any

from eventlet.wsgi import STATE_REQUEST
from nameko.web.server import HttpOnlyProtocol

from shared.web.protocol.framing import (
    Body,
    ChunkedBody,
    HeadReader,
    HeadTooLargeError,
    SizedBody,
    framing_fault,
)
from shared.web.protocol.pace import PacedInput, SlowClientError
from shared.web.protocol.refusal import refusal
from shared.web.protocol.rest import linger, skip

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class GreenInput:
    """Request body with the interface that eventlet's server expects."""

    chunked_input = True  # makes eventlet discard the rest of any body
    headers_sent: Any = None

    def __init__(self, body: Body, expects: bool, protocol: "Protocol") -> None:
        self.body = body
        self.should_send_hundred_continue = expects
        self._protocol = protocol

    def read(self, size: int = -1) -> bytes:
        """Read `size` bytes, fewer only at the end; without a size, all."""
        if self.should_send_hundred_continue and not self.headers_sent:
            self.should_send_hundred_continue = False
            self._protocol.wfile.write(CONTINUE)
            self._protocol.wfile.flush()
        return self.body.read(size)

    def discard(self) -> None:
        """Discard the rest; a connection whose request does not end is closed."""
        if not self.body.ended and not skip(self.body, self._protocol.pace):
            self._protocol.close_connection = True


class Protocol(HttpOnlyProtocol):  # type: ignore[misc]
    """eventlet's protocol with our limits and error texts; the server has `limits`."""

    rfile: Any

    def setup(self) -> None:
        """Wrap the input to enforce time limits."""
        super().setup()
        self.rfile.close()
        self.pace = PacedInput(self.connection, self.server.limits)
        self.rfile = self._stream = io.BufferedReader(self.pace)

    def handle_one_request(self) -> None:
        """Read a request and respond to it, or report its error."""
        self.pace.expect_request()
        try:
            if self._read_head():
                self._answer()
        except SlowClientError:
            self.close_connection = True
            if self.pace.begun:
                self._refuse(408)

    def send_error(self, code: int, message: Any = None, explain: Any = None) -> None:  # noqa: ARG002  the library's signature
        """Report an invalid request line or header."""
        self._refuse(code)

    def _read_head(self) -> bool:
        self.rfile = HeadReader(self._stream)
        try:
            self.raw_requestline = self.rfile.readline()
            self.conn_state[2] = STATE_REQUEST
            self.close_connection = True
            if not self.raw_requestline or not self.parse_request():
                return False
        except HeadTooLargeError as error:
            self._refuse(error.status)
            return False
        finally:
            self.rfile = self._stream
        fault = framing_fault(self.headers.items(), self.request_version)
        if fault is not None:
            self._refuse(fault.status, fault.detail)
        return fault is None

    def _answer(self) -> None:
        self.environ = self.get_environ()
        body = self._body()
        expects = self.headers.get("Expect", "").lower() == "100-continue" and not body.ended
        given = GreenInput(body, expects, self)
        self.environ.update({"wsgi.input": given, "eventlet.input": given})
        self.application = self.server.app
        self.server.outstanding_requests += 1
        try:
            self.handle_one_response()
        except OSError:
            self.close_connection = True  # the client disconnected
        finally:
            self.server.outstanding_requests -= 1
        if self.close_connection and not body.ended:
            self._linger()

    def _body(self) -> Body:
        began, broke = self.pace.expect_body, partial(setattr, self, "close_connection", True)
        if "Transfer-Encoding" in self.headers:
            return ChunkedBody(self._stream, began, broke)
        length = int(self.headers.get("Content-Length", "0"))
        return SizedBody(self._stream, length, began, broke)

    def _refuse(self, status: int, detail: str = "") -> None:
        self.close_connection = True
        try:
            self.wfile.write(refusal(status, detail))
            self.wfile.flush()
        except OSError:
            return  # the client disconnected
        self._linger()

    def _linger(self) -> None:
        linger(self.connection, self._stream.read1, self.pace)
