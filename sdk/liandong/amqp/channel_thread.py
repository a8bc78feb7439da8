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

    `run` is called by the owning thread and returns when the connection has ended. `call_soon` and
    `close` may be called from other threads; their work runs on the owning thread, and is dropped
    once the connection has ended.
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
        """Open the connection, serve it, and return the reason why it ended."""
        try:
            self._serve()
        except BrokerUnavailable as error:  # an unreadable file, for example; a retry may succeed
            self._reason = error
        except Exception as error:  # an error in a callback must not end the caller's thread
            log.exception("link.broken")
            self._reason = error
        finally:
            if self._loop is not None:
                self._loop.close()
        return self._reason or ConnectionError("closed")

    def explain(self, reason: BaseException) -> BrokerUnavailable:
        """Return an error that explains to an operator why the connection could not be opened."""
        return explain(reason, self._parameters)

    def call_soon(self, act: Callable[[], None]) -> None:
        """Schedule `act` on the owning thread; a no-op before `run`."""
        loop = self._loop
        if loop is not None:
            loop.add_callback_threadsafe(act)

    def close(self) -> None:
        """Close the connection after all earlier `call_soon` requests."""
        self._closing = True
        self.call_soon(self._close)

    def abort(self, reason: BaseException) -> None:
        """Close because of `reason`; call it on the owning thread only."""
        self._reason = self._reason or reason
        self._close()

    def _serve(self) -> None:
        self._loop = IOLoop()
        if self._closing:
            return
        self._parameters = self._ask()  # reads the files now, so that a new password applies
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
    """Prevent pika from cancelling consumers before it closes the channel.

    After a cancel, deliveries in transit are requeued ahead of those that the consumer still
    holds, and the next consumer may start behind them: both break the order. A close requeues
    everything in order. pika skips the cancel of a consumer that it regards as cancelled already;
    there is no public API for that.
    """
    channel._cancelled.update(channel.consumer_tags)


def _force_close(connection: SelectConnection) -> None:
    """Close the socket of a broker that does not reply; pika would wait for the reply."""
    if not connection.is_closed:
        connection._terminate_stream(TimeoutError("the broker did not answer to the close"))
