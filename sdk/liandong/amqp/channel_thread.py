"""One connection with one channel, owned by the thread that runs it."""

import logging
from collections.abc import Callable
from functools import partial

from pika import SelectConnection, URLParameters
from pika.adapters.select_connection import IOLoop
from pika.channel import Channel
from pika.connection import Connection

from liandong.amqp.address import Broker
from liandong.amqp.connection import explain, parameters_of
from liandong.errors import BrokerUnavailable

BLOCKED_TIMEOUT_S = 60
CLOSE_TIMEOUT_S = 5
log = logging.getLogger(__name__)


class ChannelThread:
    """Opens a channel, then does I/O and heartbeats until the connection ends; never reopens.

    `run` belongs to one thread and returns when all is over. `call_soon` and `close` are for the
    others: what they ask for happens on that thread, and not at all once the link has ended.
    """

    def __init__(
        self,
        broker: Broker,
        *,
        name: str,
        heartbeat: int,
        opened: "Callable[[ChannelThread, Channel], None]",
        kind: type[SelectConnection] = SelectConnection,
    ) -> None:
        self._ask = partial(parameters_of, broker, name=name, heartbeat=heartbeat)
        self._parameters: URLParameters | None = None
        self._opened = opened
        self._kind = kind
        self._loop: IOLoop | None = None
        self._closing = False
        self._connection: SelectConnection | None = None
        self._reason: BaseException | None = None
        self.channel: Channel | None = None

    def run(self) -> BaseException:
        """Open, serve, and return why it ended."""
        try:
            self._serve()
        except BrokerUnavailable as error:  # a file cannot be read now; it may at the next try
            self._reason = error
        except Exception as error:  # an error in a callback must not end the caller's thread
            log.exception("link.broken")
            self._reason = error
        finally:
            if self._loop is not None:
                self._loop.close()
        return self._reason or ConnectionError("closed")

    def explain(self, reason: BaseException) -> BrokerUnavailable:
        """Tell a person why the link could not be opened."""
        return explain(reason, self._parameters)

    def call_soon(self, act: Callable[[], None]) -> None:
        """Have `act` called on the link's thread, soon; not before `run`."""
        loop = self._loop
        if loop is not None:
            loop.add_callback_threadsafe(act)

    def close(self) -> None:
        """Have the connection closed, after all that was asked for before."""
        self._closing = True
        self.call_soon(self._close)

    def abort(self, reason: BaseException) -> None:
        """Close because of `reason`; only on the link's thread."""
        self._reason = self._reason or reason
        self._close()

    def _serve(self) -> None:
        self._loop = IOLoop()
        if self._closing:
            return
        self._parameters = self._ask()  # files are read now, so that a new password counts
        self._parameters.blocked_connection_timeout = BLOCKED_TIMEOUT_S
        self._connection = self._kind(
            self._parameters,
            on_open_callback=self._on_open,
            on_open_error_callback=self._on_end,
            on_close_callback=self._on_end,
            custom_ioloop=self._loop,
        )
        self._loop.start()

    def _close(self) -> None:
        loop, connection = self._loop, self._connection
        if loop is None or connection is None or connection.is_closing or connection.is_closed:
            return
        loop.call_later(CLOSE_TIMEOUT_S, partial(_force_close, connection))
        if self.channel is not None:
            _leave_uncancelled(self.channel)
        connection.close()

    def _on_open(self, connection: Connection) -> None:
        connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Channel) -> None:
        channel.add_on_close_callback(self._on_channel_closed)
        self.channel = channel
        self._opened(self, channel)

    def _on_channel_closed(self, _channel: Channel, reason: Exception) -> None:
        self.abort(reason)

    def _on_end(self, _connection: Connection, reason: BaseException) -> None:
        self._reason = self._reason or reason
        if self._loop is not None:
            self._loop.stop()


def _leave_uncancelled(channel: Channel) -> None:
    """Keep pika from cancelling consumers before it closes the channel.

    What is on its way to a cancelled consumer goes back ahead of what that consumer still holds,
    and another consumer may begin behind it: out of order, both. A close returns all, in order.
    pika skips the cancel of a consumer that it holds for cancelled; it has no public way to say so.
    """
    channel._cancelled.update(channel.consumer_tags)


def _force_close(connection: SelectConnection) -> None:
    """Close the socket of a broker that does not answer; pika would wait for the answer."""
    if not connection.is_closed:
        connection._terminate_stream(TimeoutError("the broker did not answer to the close"))
