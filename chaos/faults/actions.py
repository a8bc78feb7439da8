"""How each kind of fault is begun and ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chaos.adversary import Rogue
from chaos.faults.schedule import Fault
from shared.clock.system import system_clock
from testbed.fault_testbed import Town
from testbed.network.link_rules import PASS, Rule, ways_of

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


class Clerk(Protocol):
    """Who acts over HTTP."""

    def stumble(self, fault: Fault) -> None:
        """Do an act whose event fails a few times at whoever hears it."""


@dataclass(slots=True)
class Scene:
    """What faults work on; `since` remembers when a fault began."""

    town: Town
    rogue: Rogue
    clerk: Clerk
    since: dict[int, datetime] = field(default_factory=dict)


Act = Callable[[Scene, Fault], None]


def kill_service(scene: Scene, fault: Fault) -> None:
    """Kill it, and let the store forget its transactions at once."""
    scene.town.processes[fault.target].kill()
    scene.town.free_documents()


def start_service(scene: Scene, fault: Fault) -> None:
    """Start it again."""
    scene.town.processes[fault.target].start()


def freeze(scene: Scene, fault: Fault) -> None:
    """Stop the clock of a service or a server."""
    if fault.target in scene.town.processes:
        scene.town.processes[fault.target].freeze()
    else:
        scene.town.freeze_server(fault.target, frozen=True)


def thaw(scene: Scene, fault: Fault) -> None:
    """Let its clock go on."""
    if fault.target in scene.town.processes:
        scene.town.processes[fault.target].thaw()
    else:
        scene.town.freeze_server(fault.target, frozen=False)


def limit(scene: Scene, fault: Fault) -> None:
    """Slow down or stall a link."""
    rate = TRICKLE if fault.kind == "trickle" else 0.0
    scene.town.links[fault.target].obey(PASS.limited(rate, ways_of(fault.variant)))


def heal(scene: Scene, fault: Fault) -> None:
    """Let a link pass everything again."""
    scene.town.links[fault.target].heal()


def stall_relay(scene: Scene, fault: Fault) -> None:
    """Keep a publisher from publishing what it writes from now on."""
    scene.since[fault.number] = system_clock()
    scene.town.links[fault.target].obey(PASS.limited(0.0))


def run_ahead(scene: Scene, fault: Fault) -> None:
    """Publish what was written meanwhile, in disorder; then let the publisher do so."""
    publisher = fault.target.partition("-")[0]
    scene.rogue.run_ahead(publisher, scene.since.pop(fault.number), fault.seed)
    scene.town.links[fault.target].heal()


def block_flow(scene: Scene, fault: Fault) -> None:
    """Raise an alarm of the broker, which blocks all publishers, and clear it after a while."""
    scene.town.in_broker(_then(*ALARMS[fault.variant], fault.lasts))


def limit_queues(scene: Scene, fault: Fault) -> None:
    """Let inboxes refuse what is more than a few messages, and grow again after a while."""
    scene.town.in_broker(_then(SET_POLICY, CLEAR_POLICY, fault.lasts))


def _then(begin: str, end: str, lasts: float) -> str:
    """Do both in one call: each one starts an Erlang machine, which takes a second or more."""
    return f"{begin}, timer:sleep({int(lasts * 1000)}), {end}."


def fill_store(scene: Scene, fault: Fault) -> None:
    """Refuse all writes over a link, as a store does whose disk is full."""
    scene.town.links[fault.target].obey(Rule(full=True))


def nothing(_scene: Scene, _fault: Fault) -> None:
    """End what ends by itself."""


ACTS: dict[str, tuple[Act, Act]] = {
    "kill service": (kill_service, start_service),
    "kill broker": (
        lambda scene, _: scene.town.broker.kill(),
        lambda scene, _: scene.town.restart_broker(),
    ),
    "kill store": (
        lambda scene, _: scene.town.store.kill(),
        lambda scene, _: scene.town.restart_store(),
    ),
    "freeze": (freeze, thaw),
    "cut": (lambda scene, fault: scene.town.links[fault.target].cut(fault.variant), nothing),
    "stall": (limit, heal),
    "trickle": (limit, heal),
    "half-open": (lambda scene, fault: scene.town.links[fault.target].cut("torn"), heal),
    "duplicates": (lambda scene, fault: scene.rogue.repeat(fault.target, fault.seed), nothing),
    "ahead": (stall_relay, run_ahead),
    "poison": (
        lambda scene, fault: scene.rogue.spoil(fault.target, fault.variant, fault.seed),
        nothing,
    ),
    "hostile": (lambda scene, fault: scene.rogue.attack(fault.variant, fault.seed), nothing),
    "stumble": (lambda scene, fault: scene.clerk.stumble(fault), nothing),
    "store full": (fill_store, heal),
    "flow block": (block_flow, nothing),
    "queue full": (limit_queues, nothing),
}
