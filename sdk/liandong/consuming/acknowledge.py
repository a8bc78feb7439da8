"""Sends verdicts to the broker, on the connection's thread; a no-op on a closing channel."""

from collections.abc import Sequence

from liandong.amqp.channel_thread import ChannelThread
from liandong.amqp.delivery import Verdict, group_acks


def acknowledge(link: ChannelThread, last: int) -> None:
    """Acknowledge all deliveries up to tag `last`."""
    channel = link.channel
    if channel is not None and channel.is_open:
        channel.basic_ack(last, multiple=True)


def send_verdicts(link: ChannelThread, judged: Sequence[tuple[int, Verdict]]) -> None:
    """Send verdicts, given in order of tags, in as few replies as possible."""
    channel = link.channel
    if channel is None or not channel.is_open:
        return
    for settlement in group_acks(judged):
        if settlement.verdict is Verdict.ACK:
            channel.basic_ack(settlement.tag, settlement.multiple)
        else:
            channel.basic_reject(settlement.tag, requeue=False)
