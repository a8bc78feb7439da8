"""The consumer: ordered batches, a handler thread, and settlement on the same connection."""

import logging
import threading
from collections.abc import Sequence
from functools import partial

from pika.channel import Channel

from liandong.amqp.address import Broker
from liandong.amqp.channel_thread import ChannelThread
from liandong.amqp.connection import delays, parameters_of
from liandong.amqp.delivery import Delivery, Verdict
from liandong.amqp.delivery_connection import DeliveryConnection
from liandong.consuming.acknowledge import acknowledge, send_verdicts
from liandong.consuming.batch_preparer import BatchPreparer, BufferedBatch
from liandong.consuming.delivery_buffer import DeliveryBuffer
from liandong.consuming.handler_runner import BatchRunner, Handle, Prepare, PreparedBatch

__all__ = ["Consumer", "Delivery", "Handle", "Verdict"]

RAISE_LIMIT = 20
LONGEST_WAIT_S = 5.0  # between two tries to connect
log = logging.getLogger(__name__)


class Consumer:
    """Passes deliveries to `handle` in batches, in order per queue, until it is stopped.

    A bundle is unpacked into its events, each a delivery with its own proof, and never split
    between batches; `batch_size` counts events. It is settled as a whole: returned or rejected if
    one of its events is.

    With `prepare`, `handle` gets the result of `prepare(deliveries)`, which runs for the next batch
    on another thread while one batch is handled.

    One thread does the I/O and reconnects automatically; another calls `handle`, which may block.
    Deliveries that were not settled when the connection was lost are redelivered, so `handle` must
    be idempotent.

    When `handle` raises, nothing of the batch is settled; after a pause its deliveries are passed
    one by one, which isolates the failing one; those behind it wait. A delivery that raises alone
    `raise_limit` times in a row is rejected into the quarantine; None retries without limit. RETURN
    never leads to the quarantine.
    """

    def __init__(
        self,
        broker: Broker,
        *,
        queues: Sequence[str],
        handle: Handle,
        prepare: Prepare | None = None,
        batch_size: int = 200,
        linger_s: float = 0.005,
        prefetch: int | None = None,
        name: str = "consumer",
        heartbeat: int = 30,
        raise_limit: int | None = RAISE_LIMIT,
    ) -> None:
        parameters_of(broker, name=name, heartbeat=heartbeat)  # raises for a wrong address
        self.connected = False
        self.handled_total = 0
        self.returned_total = 0
        self._broker = broker
        self._queues = tuple(queues)
        self._batch_size = batch_size
        self._linger_s = linger_s
        self._prefetch = prefetch or 2 * batch_size
        self._name = name
        self._heartbeat = heartbeat
        self._runner = BatchRunner(handle, prepare, raise_limit, name)
        self._buffer = DeliveryBuffer()
        self._batches = BatchPreparer(
            self._take, self._buffer.signal_idle, self._runner.prepare, name
        )
        self._stopping = threading.Event()
        self._ended = threading.Event()
        self._link: ChannelThread | None = None
        self._unconfirmed = 0
        self._io = threading.Thread(target=self._serve, name=f"{name} io", daemon=True)
        self._work = threading.Thread(
            target=self._run_handler_thread, name=f"{name} work", daemon=True
        )

    def start(self) -> None:
        """Start the threads and return at once; the broker need not be reachable yet."""
        self._io.start()
        self._batches.start()
        self._work.start()

    def stop(self, grace_s: float = 10) -> None:
        """Finish and settle the current batch within `grace_s`, then close; cannot be restarted.

        The broker requeues the rest together when the connection closes. Cancelling first would
        let the next consumer start behind the current batch, out of order.
        """
        self._stopping.set()
        self._buffer.stop()
        self._batches.stop()
        # waits for an event: after the timeout eventlet's join raises, a thread's join returns
        if self._work.is_alive() and not self._ended.wait(grace_s):
            log.warning("consumer.abandoned", extra={"consumer": self._name})
        link = self._link
        if link is not None:
            link.close()
        if self._io.is_alive():
            self._io.join()

    def healthy(self) -> bool:
        """Return whether all queues are consumed and both threads are alive."""
        return self.connected and self._io.is_alive() and self._work.is_alive()

    def _serve(self) -> None:
        """Keep one connection open; the main function of the I/O thread."""
        waits = delays(most_s=LONGEST_WAIT_S)
        while not self._stopping.is_set():
            link = ChannelThread(
                self._broker,
                name=self._name,
                heartbeat=self._heartbeat,
                opened=self._open,
                kind=DeliveryConnection,
            )
            self._link = link
            if self._stopping.is_set():
                link.close()  # stop() may have read self._link before it was set
            reason = link.run()
            if self.connected:
                waits = delays(most_s=LONGEST_WAIT_S)
            self.connected = False
            self._buffer.clear()
            if not self._stopping.is_set():
                pause = next(waits)
                log.warning(
                    "consumer.lost",
                    extra={"consumer": self._name, "reason": str(reason), "pause_s": pause},
                )
                self._stopping.wait(pause)

    def _open(self, link: ChannelThread, channel: Channel) -> None:
        self._buffer.open(link)
        self._unconfirmed = len(self._queues)
        channel.add_on_cancel_callback(
            lambda _: link.abort(ConnectionError("the broker cancelled the consumer"))
        )
        channel.basic_qos(prefetch_count=self._prefetch)
        connection: DeliveryConnection = channel.connection
        connection.on_deliveries = self._buffer.put
        for queue in self._queues:
            tag = channel.basic_consume(queue, _unused_callback, callback=self._on_consuming)
            connection.queues[tag] = queue

    def _on_consuming(self, _frame: object) -> None:
        self._unconfirmed -= 1
        self.connected = self._unconfirmed == 0

    def _run_handler_thread(self) -> None:
        """Handle and settle batches until the end; the main function of the handler thread."""
        try:
            self._handle_batches()
        finally:
            self._ended.set()

    def _handle_batches(self) -> None:
        while (taken := self._batches.next()) is not None and not self._stopping.is_set():
            link, first = taken
            waits, batch = delays(), self._settle(link, first)
            while batch is not None and self._buffer.pause(link, next(waits)):
                batch = self._settle(link, batch)

    def _settle(self, link: ChannelThread, batch: PreparedBatch) -> PreparedBatch | None:
        """Run the handler and settle the batch; return the returned part, or None."""
        verdicts, messages = self._runner.run(batch), batch.messages
        if verdicts.count(Verdict.ACK) == len(messages):
            link.call_soon(partial(acknowledge, link, messages[-1].delivery_tag))
            self.handled_total += len(messages)
            return None
        tags = [
            (message.delivery_tag, verdict)
            for message, verdict in zip(messages, verdicts, strict=True)
        ]
        link.call_soon(partial(send_verdicts, link, tags))
        returned = verdicts.count(Verdict.RETURN)
        self.returned_total += returned
        self.handled_total += len(messages) - returned
        return self._runner.remaining(batch, verdicts) if returned else None

    def _take(self) -> BufferedBatch | None:
        return self._buffer.next_batch(self._batch_size, self._linger_s)


def _unused_callback(*_: object) -> None:
    """Replace pika's callback: `DeliveryConnection` passes deliveries on instead."""
    raise RuntimeError("this pika hands deliveries past DeliveryConnection")
