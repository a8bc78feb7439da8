"""The comparison: the platform, the peers and the upper bounds, in turns on the same servers."""

import time
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import cost_breakdown, peer_runner, platform_runner
from bench.machine import machine
from bench.platform_runner import ONE_PROCESS, SetUp
from bench.result import Throughput, median_run
from bench.servers import Rooms, servers
from bench.sizes import Sizes
from bench.upper_bounds import measure_upper_bounds
from bench.venvs import PEERS, make

HOME = Path(".local/bench/run")
CEILINGS = "ceilings"
OURS = "ours"
PLAIN = "plain"
ONE = "one_process"
SETUPS = {
    OURS: SetUp(partitions=2, processes=2),
    PLAIN: SetUp(plain=True, partitions=2, processes=2),
    ONE: ONE_PROCESS,
}
CONTENDERS = (*SETUPS, *PEERS, CEILINGS, "stages")
MAIN_RATE = "500"
Say = Callable[[str], None]


def compare(sizes: Sizes, only: Collection[str], found: dict[str, Any], say: Say) -> None:
    """Measure the named contenders; store each result in `found`, so an error loses no earlier one.

    The speed of the machine varies over time. So all contenders run in every round, and the result
    of a contender is the median of its rounds.
    """
    make([peer for peer in PEERS if peer in only], say)
    began = time.monotonic()
    found |= {"peers": {}, "sizes": asdict(sizes)}
    say("Starting the broker …")
    with servers(HOME) as rooms:
        found["machine"] = machine(rooms.broker.ctl("version").strip())
        _rounds(rooms, sizes, only, found, say)
        _rates(rooms, sizes, only, found, say)
        if CEILINGS in only:
            with rooms.room(CEILINGS) as room:
                found["ceilings"] = measure_upper_bounds(room, sizes.bare, sizes.subjects)
            say(f"  ceilings: {found['ceilings']}")
        if "stages" in only:
            with rooms.room("stages") as room:
                found["stages"] = cost_breakdown.measure(room, sizes.stages)
            say(f"  stages of ours, µs an event: {found['stages']}")
    found["seconds"] = round(time.monotonic() - began, 1)


def ratio(found: dict[str, Any], ours: str = OURS) -> float | None:
    """Return the speed of one of ours relative to the fastest peer; None without both."""
    peers: list[float] = [peer["events_per_s"] for peer in found["peers"].values()]
    if ours not in found or not peers:
        return None
    return round(float(found[ours]["events_per_s"]) / max(peers), 2)


def figures(flows: list[Throughput]) -> dict[str, Any]:
    """Return the median round and the speed of each round."""
    flow = median_run(flows)
    rounds = [run.events_per_s for run in flows]
    return {"events_per_s": flow.events_per_s, **asdict(flow), "rounds": rounds}


def _rounds(
    rooms: Rooms, sizes: Sizes, only: Collection[str], found: dict[str, Any], say: Say
) -> None:
    """Measure the throughput of committed events in every round."""
    flows: dict[str, list[Throughput]] = defaultdict(list)
    for number in range(1, sizes.rounds + 1):
        say(f"Round {number} of {sizes.rounds}: {sizes.ours:,} events of ours, {sizes.peers:,} …")
        for name in (*SETUPS, *PEERS):
            if name in only:
                flows[name].append(_flow(rooms, name, sizes))
                kept = found if name in SETUPS else found["peers"]
                kept[name] = figures(flows[name])
                say(f"  {name}: {flows[name][-1].events_per_s:,.0f} events a second")


def _flow(rooms: Rooms, name: str, sizes: Sizes) -> Throughput:
    with rooms.room(name) as room:
        if name in SETUPS:
            return platform_runner.throughput(room, sizes.ours, sizes.subjects, SETUPS[name])
        return peer_runner.throughput(name, room, sizes.peers, sizes.subjects)


def _rates(
    rooms: Rooms, sizes: Sizes, only: Collection[str], found: dict[str, Any], say: Say
) -> None:
    """Measure the latency from act to effect at constant rates; of peers at the lowest one."""
    for name, setup in SETUPS.items():
        if name in only and (name == OURS or sizes.others_at_rate):
            rates = {}
            for rate in sizes.rates:
                with rooms.room(name) as room:
                    rates[str(rate)] = platform_runner.latency(room, rate, sizes.acts_s, setup)
                say(f"  {name} at {rate} a second: {rates[str(rate)]}")
            main = rates[MAIN_RATE]
            told = {"p50_ms": main["p50_ms"], "p99_ms": main["p99_ms"]}
            found[name] |= {**told, "at_rate": rates}
    for peer in found["peers"] if sizes.others_at_rate else ():
        rate = min(sizes.rates)
        with rooms.room(peer) as room:
            slow = peer_runner.latency(peer, room, rate, sizes.acts_s, sizes.subjects)
        found["peers"][peer]["at_rate"] = {str(rate): slow}
        say(f"  {peer} at {rate} a second: {slow}")
