"""Verdicts told to the broker, on the thread of the link; on a closing channel it is too late."""

from collections.abc import Sequence

from liandong.amqp.channel_thread import ChannelThread
from liandong.amqp.delivery import Verdict, group_acks


def acknowledge(link: ChannelThread, last: int) -> None:
    """Tell the broker that all up to `last` is done."""
    channel = link.channel
    if channel is not None and channel.is_open:
        channel.basic_ack(last, multiple=True)


def send_verdicts(link: ChannelThread, judged: Sequence[tuple[int, Verdict]]) -> None:
    """Tell the broker each verdict, in the fewest answers."""
    channel = link.channel
    if channel is None or not channel.is_open:
        return
    for settlement in group_acks(judged):
        if settlement.verdict is Verdict.ACK:
            channel.basic_ack(settlement.tag, settlement.multiple)
        else:
            channel.basic_reject(settlement.tag, requeue=False)
