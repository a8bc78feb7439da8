"""The consumers of a worker process: the inbox queues and the department's quarantine queue."""

import threading
from collections.abc import Sequence

from liandong.amqp.address import Broker
from liandong.amqp.topology import quarantine_of
from liandong.consuming.consumer import Consumer, Handle
from shared.delivery.inbox.processor import InboxProcessor
from shared.delivery.partitions.change import InboxPartitions
from shared.delivery.partitions.consumers import ConsumerGroup
from shared.delivery.partitions.follow import LayoutFollower

BATCH = 500
QUARANTINE_BATCH = 50


class InboxConsumers:
    """The consumers of one process; the inbox consumer follows the inbox layout."""

    def __init__(
        self,
        broker: Broker,
        inboxes: InboxPartitions,
        readers: ConsumerGroup,
        inbox: InboxProcessor,
    ) -> None:
        self._broker = broker
        self._department = inboxes.department
        self._prepare = inbox.prepare
        self._inbox = LayoutFollower(inboxes, readers, inbox.handle, self._consume)
        self._quarantine = Consumer(
            broker,
            queues=(quarantine_of(self._department),),
            handle=inbox.quarantine_dead_letters,
            batch_size=QUARANTINE_BATCH,
            name=f"{self._department} quarantine",
            raise_limit=None,
        )

    def start(self) -> None:
        """Start consuming."""
        self._inbox.start()
        self._quarantine.start()

    def stop(self) -> None:
        """Finish the batches in progress, in parallel, and return the other deliveries."""
        beside = threading.Thread(target=self._quarantine.stop, name="quarantine stop")
        beside.start()
        self._inbox.stop()
        beside.join()

    def healthy(self) -> bool:
        """Return whether the inbox is being consumed."""
        return self._inbox.healthy()

    def _consume(self, queues: Sequence[str], handle: Handle) -> Consumer:
        name = f"{self._department} inbox"
        return Consumer(
            self._broker,
            queues=queues,
            handle=handle,
            prepare=self._prepare,
            batch_size=BATCH,
            name=name,
        )
