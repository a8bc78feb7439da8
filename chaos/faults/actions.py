"""The actions that begin and end each kind of fault."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from chaos.city_adversary import CityAdversary
from chaos.faults.schedule import ScheduledFault
from chaos.load_testbed import LoadTestbed
from shared.clock.system import system_clock
from testbed.network.link_rules import PASS, LinkRule, directions_of

TRICKLE = 2_000.0
LIMIT = 20
ALARMS = {
    "memory": (
        "vm_memory_monitor:set_vm_memory_high_watermark(0.0)",
        "vm_memory_monitor:set_vm_memory_high_watermark(0.4)",
    ),
    "disk": (
        "rabbit_disk_monitor:set_disk_free_limit(900000000000000)",
        'rabbit_disk_monitor:set_disk_free_limit("50MB")',
    ),
}
SET_POLICY = (
    'rabbit_policy:set(<<"/">>, <<"chaos">>, <<"[.]inbox[.]">>, '
    f'[{{<<"max-length">>, {LIMIT}}}], 0, <<"queues">>, <<"chaos">>)'
)
CLEAR_POLICY = 'rabbit_policy:delete(<<"/">>, <<"chaos">>, <<"chaos">>)'


@dataclass(slots=True)
class FaultContext:
    """The testbed and the adversary of a run; `since` has the start of each `ahead` fault."""

    testbed: LoadTestbed
    adversary: CityAdversary
    since: dict[int, datetime] = field(default_factory=dict)


Action = Callable[[FaultContext, ScheduledFault], None]


def kill_service(context: FaultContext, fault: ScheduledFault) -> None:
    """Kill a service, and abort its transactions in the store at once."""
    context.testbed.processes[fault.target].kill()
    context.testbed.end_store_transactions()


def start_service(context: FaultContext, fault: ScheduledFault) -> None:
    """Start a killed service again."""
    context.testbed.processes[fault.target].start()


def freeze(context: FaultContext, fault: ScheduledFault) -> None:
    """Suspend a service or a server."""
    if fault.target in context.testbed.processes:
        context.testbed.processes[fault.target].freeze()
    else:
        context.testbed.freeze_server(fault.target, frozen=True)


def thaw(context: FaultContext, fault: ScheduledFault) -> None:
    """Resume a service or a server."""
    if fault.target in context.testbed.processes:
        context.testbed.processes[fault.target].thaw()
    else:
        context.testbed.freeze_server(fault.target, frozen=False)


def limit(context: FaultContext, fault: ScheduledFault) -> None:
    """Slow down or stall a link."""
    rate = TRICKLE if fault.kind == "trickle" else 0.0
    context.testbed.links[fault.target].apply(PASS.limited(rate, directions_of(fault.variant)))


def heal(context: FaultContext, fault: ScheduledFault) -> None:
    """Remove the limits of a link."""
    context.testbed.links[fault.target].heal()


def stall_relay(context: FaultContext, fault: ScheduledFault) -> None:
    """Stall a publisher's link to the broker, so that its outbox is not published."""
    context.since[fault.number] = system_clock()
    context.testbed.links[fault.target].apply(PASS.limited(0.0))


def run_ahead(context: FaultContext, fault: ScheduledFault) -> None:
    """Publish the outbox written meanwhile, shuffled; then restore the publisher's link."""
    publisher = fault.target.partition("-")[0]
    context.adversary.run_ahead(publisher, context.since.pop(fault.number), fault.seed)
    context.testbed.links[fault.target].heal()


def block_flow(context: FaultContext, fault: ScheduledFault) -> None:
    """Raise an alarm of the broker, which blocks all publishers, for the fault's duration."""
    context.testbed.run_in_broker(_for_a_while(*ALARMS[fault.variant], fault.lasts))


def limit_queues(context: FaultContext, fault: ScheduledFault) -> None:
    """Limit inbox queues to 20 messages for the fault's duration."""
    context.testbed.run_in_broker(_for_a_while(SET_POLICY, CLEAR_POLICY, fault.lasts))


def _for_a_while(begin: str, end: str, lasts: float) -> str:
    """Combine both in one expression, since each call starts an Erlang VM (a second or more)."""
    return f"{begin}, timer:sleep({int(lasts * 1000)}), {end}."


def fill_store(context: FaultContext, fault: ScheduledFault) -> None:
    """Refuse all writes over a link, like a store with a full disk."""
    context.testbed.links[fault.target].apply(LinkRule(full=True))


def nothing(_context: FaultContext, _fault: ScheduledFault) -> None:
    """Do nothing: the fault needs no action to begin or end."""


ACTIONS: dict[str, tuple[Action, Action]] = {
    "kill service": (kill_service, start_service),
    "kill broker": (
        lambda context, _: context.testbed.broker.kill(),
        lambda context, _: context.testbed.restart_broker(),
    ),
    "kill store": (
        lambda context, _: context.testbed.store.kill(),
        lambda context, _: context.testbed.restart_store(),
    ),
    "freeze": (freeze, thaw),
    "cut": (lambda context, fault: context.testbed.links[fault.target].cut(fault.variant), nothing),
    "stall": (limit, heal),
    "trickle": (limit, heal),
    "half-open": (lambda context, fault: context.testbed.links[fault.target].cut("torn"), heal),
    "duplicates": (
        lambda context, fault: context.adversary.replay(fault.target, fault.seed),
        nothing,
    ),
    "ahead": (stall_relay, run_ahead),
    "poison": (
        lambda context, fault: context.adversary.send_invalid(
            fault.target, fault.variant, fault.seed
        ),
        nothing,
    ),
    "hostile": (
        lambda context, fault: context.adversary.attack(fault.variant, fault.seed),
        nothing,
    ),
    "stumble": (lambda context, fault: context.testbed.inject_failing_command(fault), nothing),
    "store full": (fill_store, heal),
    "flow block": (block_flow, nothing),
    "queue full": (limit_queues, nothing),
}
