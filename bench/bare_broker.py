"""The upper bound of the broker: bare pika, pipelined, on a quorum queue; prints the seconds.

`python -m bench.bare_broker publish|consume <count>`, with `BENCH_AMQP_URL`.
"""

import sys
import time

from pika import BasicProperties, SelectConnection, URLParameters
from pika.channel import Channel

from bench.orders import Orders

QUEUE = "bare"
BODY = b"x" * 700
WINDOW = 1_000
ACK_EVERY = 200
PERSISTENT = BasicProperties(delivery_mode=2)


class Job:
    """One connection that publishes or consumes `count` messages."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.began = 0.0
        self.took = 0.0
        self._sent = 0
        self._settled = 0
        parameters = URLParameters(Orders.from_env().amqp_url)
        self._connection = SelectConnection(parameters, on_open_callback=self._open)

    def run(self) -> float:
        """Run the job; return its duration in seconds."""
        self._connection.ioloop.start()
        return self.took

    def _open(self, connection: SelectConnection) -> None:
        connection.channel(on_open_callback=self._declare)

    def _declare(self, channel: Channel) -> None:
        arguments = {"x-queue-type": "quorum"}
        channel.queue_declare(
            QUEUE, durable=True, arguments=arguments, callback=lambda _: self.begin(channel)
        )

    def begin(self, channel: Channel) -> None:
        """Start the timer and the work."""
        raise NotImplementedError

    def settled(self, upto: int) -> None:
        """Record that all messages up to `upto` are settled; stop after the last one."""
        self._settled = upto
        if upto >= self.count:
            self.took = time.perf_counter() - self.began
            self._connection.ioloop.stop()


class Publish(Job):
    """Publish persistent messages, at most `WINDOW` of them unconfirmed."""

    def begin(self, channel: Channel) -> None:
        """Enable confirms, then publish."""
        self.began = time.perf_counter()
        channel.confirm_delivery(
            lambda frame: self._confirmed(channel, frame.method.delivery_tag),
            callback=lambda _: self._fill(channel),
        )

    def _confirmed(self, channel: Channel, tag: int) -> None:
        self.settled(tag)
        if self._sent - tag <= WINDOW // 2:
            self._fill(channel)

    def _fill(self, channel: Channel) -> None:
        while self._sent < self.count and self._sent - self._settled < WINDOW:
            channel.basic_publish("", QUEUE, BODY, PERSISTENT)
            self._sent += 1


class Consume(Job):
    """Consume messages and acknowledge `ACK_EVERY` at a time."""

    def begin(self, channel: Channel) -> None:
        """Consume until all messages have arrived."""
        self.began = time.perf_counter()
        channel.basic_qos(prefetch_count=WINDOW)
        channel.basic_consume(QUEUE, self._delivered)

    def _delivered(
        self, channel: Channel, method: object, _properties: object, _body: bytes
    ) -> None:
        tag: int = method.delivery_tag  # type: ignore[attr-defined]
        if tag % ACK_EVERY == 0 or tag == self.count:
            channel.basic_ack(tag, multiple=True)
            self.settled(tag)


JOBS = {"publish": Publish, "consume": Consume}

if __name__ == "__main__":
    sys.stdout.write(f"{JOBS[sys.argv[1]](int(sys.argv[2])).run()}\n")
