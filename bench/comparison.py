"""The comparison: ours, the peers and the ceilings, one after the other on the same servers."""

import time
from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import ours, rival, stages
from bench.ceilings import ceilings
from bench.machine import machine
from bench.result import Throughput
from bench.servers import Rooms, servers
from bench.sizes import RATES, Sizes
from bench.venvs import PEERS, make

HOME = Path(".local/bench/run")
CEILINGS = "ceilings"
OURS = "ours"
PLAIN = "plain"
PER_CORE = "per_core"
PARTITIONS = 4
CONTENDERS = (OURS, PLAIN, PER_CORE, *PEERS, CEILINGS, "stages")
MAIN_RATE = 500
Say = Callable[[str], None]


def compare(sizes: Sizes, only: Collection[str], found: dict[str, Any], say: Say) -> None:
    """Measure the contenders named, and put each into `found`: a fault loses itself only."""
    peers = [peer for peer in PEERS if peer in only]
    make(peers, say)
    began = time.monotonic()
    found |= {"peers": {}, "sizes": asdict(sizes)}
    say("Starting the broker …")
    with servers(HOME) as rooms:
        found["machine"] = machine(rooms.broker.ctl("version").strip())
        for name, plain in ((OURS, False), (PLAIN, True)):
            if name in only:
                found[name] = _ours(rooms, sizes, say, plain=plain)
        if PER_CORE in only:
            found[PER_CORE] = _per_core(rooms, sizes, say)
        for peer in peers:
            found["peers"][peer] = _peer(rooms, peer, sizes, say)
        if CEILINGS in only:
            with rooms.room(CEILINGS) as room:
                found["ceilings"] = ceilings(room, sizes.bare, sizes.subjects)
            say(f"  ceilings: {found['ceilings']}")
        if "stages" in only:
            with rooms.room("stages") as room:
                found["stages"] = stages.measure(room, sizes.stages)
            say(f"  stages of ours, µs an event: {found['stages']}")
    found["seconds"] = round(time.monotonic() - began, 1)


def ratio(found: dict[str, Any], ours: str = OURS) -> float | None:
    """Tell how many times as fast as the fastest peer one of ours is; None without both."""
    peers: list[float] = [peer["events_per_s"] for peer in found["peers"].values()]
    if ours not in found or not peers:
        return None
    return round(float(found[ours]["events_per_s"]) / max(peers), 2)


def _ours(rooms: Rooms, sizes: Sizes, say: Say, *, plain: bool) -> dict[str, Any]:
    name = "ours, plain runner" if plain else "ours"
    say(f"{name}: {sizes.ours} events …")
    with rooms.room(OURS) as room:
        flow = ours.throughput(room, sizes.ours, sizes.subjects, plain=plain)
    say(f"  {flow.events_per_s:,.0f} events a second")
    rates = {}
    for rate in sizes.plain_rates if plain else RATES:
        with rooms.room(OURS) as room:
            rates[rate] = ours.latency(room, rate, sizes.acts_s, plain=plain)
        say(f"  at {rate} a second: {rates[rate]}")
    main = rates[MAIN_RATE]
    figures = {"p50_ms": main["p50_ms"], "p99_ms": main["p99_ms"]}
    return {**_figures(flow), **figures, "at_rate": {str(at): it for at, it in rates.items()}}


def _per_core(rooms: Rooms, sizes: Sizes, say: Say) -> dict[str, Any]:
    """Measure two processes of the subscriber, as many as Celery and Dramatiq start here."""
    say(f"ours, a subscriber process per core: {sizes.ours} events …")
    with rooms.room(OURS) as room:
        flow = ours.shared(room, sizes.ours, sizes.subjects, PARTITIONS)
    say(f"  {flow.events_per_s:,.0f} events a second")
    return _figures(flow)


def _peer(rooms: Rooms, peer: str, sizes: Sizes, say: Say) -> dict[str, Any]:
    say(f"{peer}: {sizes.peers} events …")
    with rooms.room(peer) as room:
        flow = rival.throughput(peer, room, sizes.peers, sizes.subjects)
    say(f"  {flow.events_per_s:,.0f} events a second")
    found = _figures(flow)
    if sizes.peers_at_rate:
        with rooms.room(peer) as room:
            slow = rival.latency(peer, room, RATES[0], sizes.acts_s, sizes.subjects)
        found["at_rate"] = {str(RATES[0]): slow}
        say(f"  at {RATES[0]} a second: {slow}")
    return found


def _figures(flow: Throughput) -> dict[str, Any]:
    return {"events_per_s": flow.events_per_s, **asdict(flow)}
