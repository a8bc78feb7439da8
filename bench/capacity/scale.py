"""Scaling from a county to the nation: rates, processor, memory and disk, by measured figures."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from bench.capacity.assumptions import HABITS, WORKING_S, Habits, events_a_year
from shared.catalog.catalog import department_names, events, load_service
from shared.catalog.subscriptions import subscriptions_of
from shared.messages.declare import meta_of
from shared.vocabulary.divisions import DivisionKind, divisions

GIB = 1024**3
COPIES = 3  # a quorum of the broker, a replica set of the store


@dataclass(frozen=True, slots=True)
class MeasuredMachine:
    """The measured capacity of one machine; memory in MB."""

    cores: int
    effects_per_s: float
    partition_per_s: float
    department_mb: float
    servers_mb: float


@dataclass(frozen=True, slots=True)
class Bytes:
    """The BSON bytes per event in each place; `disk_factor` is bytes on disk per BSON byte."""

    outbox: float
    inbox: float
    documents: float
    answer: float
    disk_factor: float


@dataclass(frozen=True, slots=True)
class Need:
    """The capacity that a number of counties needs."""

    counties: int
    cities: int
    events_a_year: int
    peak_events_per_s: float
    peak_effects_per_s: float
    speed_nodes: int
    partitions: int
    memory_gib: float
    data_gib_a_year: float
    contents_gib_a_year: float


def machine_of(measured: dict[str, Any]) -> MeasuredMachine:
    """Return the capacity of the measured machine."""
    ours = measured["bench"]["one_process"]
    memory = ours["memory_mb"]
    return MeasuredMachine(
        int(measured["bench"]["machine"]["cores"]),
        ours["events_per_s"],
        ours["events_per_s"],  # the bench has one partition
        max(memory["publisher"], memory["subscriber"]),
        memory["broker"] + memory["store"],
    )


def bytes_of(measured: dict[str, Any]) -> Bytes:
    """Return the measured bytes per event."""
    kit = measured["kit"]["bytes"]
    return Bytes(**{name: kit[name] for name in Bytes.__slots__})


def mean_subscribers() -> float:
    """Return the mean number of subscribers of an event type, over types with subscribers."""
    heard = [subscriptions_of(load_service(name)) for name in department_names()]
    kinds = [meta_of(cls).type for cls in events()]
    told = [sum(kind in taken for taken in heard) for kind in kinds]
    return sum(told) / len([count for count in told if count])


def counties_of_a_city() -> int:
    """Return the number of present counties of Jinzhong, from the table of divisions."""
    kinds = (each.kind for each in divisions().values() if not each.until)
    return sum(kind is DivisionKind.COUNTY for kind in kinds)


def need(
    counties: int,
    machine: MeasuredMachine,
    left: Bytes,
    *,
    times: float = 1.0,
    habits: Habits = HABITS,
) -> Need:
    """Return the capacity for a number of counties; `times` multiplies the assumed events."""
    yearly = counties * events_a_year() * times
    fan_out, cities = mean_subscribers(), ceil(counties / counties_of_a_city())
    peak = yearly / WORKING_S * habits.busy_hour * habits.rush
    effects = peak * fan_out
    kept = left.outbox + left.answer + left.documents + fan_out * (left.inbox + left.documents)
    contents = yearly * habits.attached * habits.attached_bytes * (1 + fan_out)
    memory_mb = cities * (len(department_names()) * machine.department_mb + machine.servers_mb)
    busiest = peak / cities  # all events of a city reach one inbox: the coordination office's
    return Need(
        counties,
        cities,
        round(yearly),
        peak,
        effects,
        max(1, ceil(effects * habits.headroom / machine.effects_per_s)),
        max(1, ceil(busiest * habits.headroom / machine.partition_per_s)),
        memory_mb / 1024,
        yearly * kept * left.disk_factor / GIB,
        contents / GIB,
    )
