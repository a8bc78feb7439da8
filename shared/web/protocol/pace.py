"""Reads from a client within bounded time, whatever the client does; for every host."""

import io
import time
from collections.abc import Callable
from typing import Any, Protocol

from shared.config.http_limits import HttpLimits


class PacedSocket(Protocol):
    """A socket on real or green threads, with or without TLS."""

    def settimeout(self, seconds: float, /) -> None:
        """Set the timeout of the next reads and writes, in seconds."""

    def recv_into(self, buffer: Any, /) -> int:
        """Read the available bytes."""


class SlowClientError(TimeoutError):
    """A request did not arrive in time."""

    def __init__(self) -> None:
        super().__init__("timed out")


class PacedInput(io.RawIOBase):
    """Input of a connection; raises `SlowClientError` if the client is too slow."""

    def __init__(
        self,
        connection: PacedSocket,
        limits: HttpLimits,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connection = connection
        self._limits = limits
        self._clock = clock
        self._waits = True
        self._end = 0.0
        self._rate = 0
        self.expect_request()

    def expect_request(self) -> None:
        """Wait for a request: first for its beginning, then for the end of its headers."""
        self._waits, self._rate = True, 0
        self._end = self._clock() + self._limits.idle_s

    def expect_rest(self) -> None:
        """Wait for the end of headers that have begun to arrive."""
        self._waits, self._rate = False, 0
        self._end = self._clock() + self._limits.head_s

    def expect_body(self) -> None:
        """Wait for the body of a request: each byte received extends the deadline a little."""
        self._waits, self._rate = False, self._limits.body_rate
        self._end = self._clock() + self._limits.body_s

    def expect_end(self, seconds: float) -> None:
        """Wait for the end of discarded input."""
        self._waits, self._rate = False, 0
        self._end = self._clock() + seconds

    @property
    def begun(self) -> bool:
        """Whether a request has begun to arrive."""
        return not self._waits

    def readable(self) -> bool:
        """Return True, as `io.RawIOBase` requires of an input."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the available bytes, waiting at most until the client's deadline."""
        left = self._end - self._clock()
        if left <= 0:
            raise SlowClientError
        self._connection.settimeout(left)
        try:
            count = self._connection.recv_into(buffer)
        except TimeoutError as error:
            raise SlowClientError from error
        finally:
            self._connection.settimeout(self._limits.idle_s)
        self._record(count)
        return count

    def _record(self, count: int) -> None:
        if self._waits and count:
            self.expect_rest()
        elif self._rate:
            self._end += count / self._rate
