"""The schedule of faults: time and target of each, deterministic by seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from chaos.faults.fault_kinds import BY_NAME, FaultKind, Scope

RECOVERY_S = {"broker": 11.0, "store": 2.5}
SERVICE_RECOVERY_S = 4.0
LINK_RECOVERY_S = 0.5
BROKER_EXPRESSIONS = ("flow block", "queue full")
LINK_SCOPES = (Scope.LINK, Scope.STORE_LINK, Scope.PUBLISHER)
QUICK_KINDS = ("freeze", *BROKER_EXPRESSIONS)


@dataclass(frozen=True, slots=True)
class ScheduledFault:
    """One fault: begins `at` seconds into the run, `lasts` seconds; `seed` is for its choices."""

    number: int
    at: float
    kind: str
    target: str
    variant: str
    lasts: float
    seed: int

    @property
    def ends(self) -> float:
        """The end, in seconds from the start of the run."""
        return self.at + self.lasts


@dataclass(frozen=True, slots=True)
class FaultTargets:
    """The possible targets; a link is named `<client>-<server>`, a publisher by its broker link."""

    services: tuple[str, ...]
    links: tuple[str, ...]
    subscribers: tuple[str, ...]
    publishers: tuple[str, ...]

    def of(self, scope: Scope) -> tuple[str, ...]:
        """Return the targets of a scope."""
        return {
            Scope.SERVICE: self.services,
            Scope.BROKER: ("broker",),
            Scope.STORE: ("store",),
            Scope.SERVER: (*self.services, "broker", "store"),
            Scope.LINK: self.links,
            Scope.STORE_LINK: tuple(name for name in self.links if name.endswith("-store")),
            Scope.SUBSCRIBER: self.subscribers,
            Scope.PUBLISHER: self.publishers,
            Scope.CITY: ("city",),
        }[scope]


def plan(
    seed: int,
    count: int,
    span_s: float,
    targets: FaultTargets,
    kinds: Sequence[str] = tuple(BY_NAME),
) -> list[ScheduledFault]:
    """Plan `count` faults over `span_s`: each kind once if `count` allows, the rest by weight.

    Faults may overlap, but not on one target: it recovers before its next fault.
    """
    dice = random.Random(f"{seed}/{count}")
    wanted = _wanted(dice, count, [BY_NAME[name] for name in kinds])
    free_at: dict[str, float] = {}
    faults: list[ScheduledFault] = []
    for number, kind in enumerate(wanted):
        at = span_s * (number + dice.random()) / count
        target = _free_target(dice, targets.of(kind.scope), at, free_at)
        at = max(at, free_at.get(target, 0.0))
        lasts = round(dice.uniform(*kind.lasts), 2)
        variant = dice.choice(kind.variants)
        fault = ScheduledFault(
            number, round(at, 2), kind.name, target, variant, lasts, dice.getrandbits(32)
        )
        free_at[target] = fault.ends + _recovery_s(kind, target)
        faults.append(fault)
    return sorted(faults, key=lambda fault: (fault.at, fault.number))


def _wanted(dice: random.Random, count: int, kinds: list[FaultKind]) -> list[FaultKind]:
    once = dice.sample(kinds, min(count, len(kinds)))
    rest = dice.choices(kinds, [kind.weight for kind in kinds], k=count - len(once))
    every = once + rest
    dice.shuffle(every)
    return every


def _free_target(
    dice: random.Random, among: tuple[str, ...], at: float, free_at: dict[str, float]
) -> str:
    """Choose a target that has recovered at `at`, else the one that recovers first."""
    free = [name for name in among if free_at.get(name, 0.0) <= at]
    return dice.choice(free) if free else min(among, key=lambda name: free_at[name])


def _recovery_s(kind: FaultKind, target: str) -> float:
    if kind.scope in (Scope.SUBSCRIBER, Scope.CITY):
        return 0.0
    if kind.scope in LINK_SCOPES or kind.name in QUICK_KINDS:
        return LINK_RECOVERY_S
    return RECOVERY_S.get(target, SERVICE_RECOVERY_S)
