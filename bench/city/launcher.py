"""Runs a department of the benchmark under the driver's control: `launcher.py <name> [--plain]`.

`BENCH_FOLDER` contains control files and results. With `BENCH_HOLD=1` the registry's relay starts
when the file `go` appears. With `BENCH_STAMPS=1` the mirror records the time of each effect. With
`BENCH_RATE` clerks of the registry act at that rate for `BENCH_SECONDS` once the file `act`
appears. With `BENCH_SAMPLE=1` the processor time is sampled by stage.
"""

import sys

PLAIN = "--plain" in sys.argv
if PLAIN:
    import shared.runtime.threads.main as host
else:
    from shared.runtime.nameko import main as host

import threading
import time
from collections.abc import Sequence
from typing import Any

from bench.orders import Orders
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.outbox.relay import Relay

ORDERS = Orders.from_env()
FOLDER = ORDERS.folder
POLL_S = 0.002


def hold_relay() -> None:
    """Delay the start of the relay until the driver's start signal."""
    start = Relay.start

    def held(relay: Relay) -> None:
        (FOLDER / "held").touch()
        while not (FOLDER / "go").exists():
            time.sleep(POLL_S)
        start(relay)

    Relay.start = held  # type: ignore[method-assign]


def stamp_effects() -> None:
    """Record the number and time of each event, and the time when its effect was durable."""
    dispatch = EventDispatcher.dispatch_batch
    stamps = (FOLDER / "stamps").open("a", buffering=1)

    def stamped(dispatcher: EventDispatcher, batch: Sequence[Any], apply: Any) -> bool:
        for_relay = dispatch(dispatcher, batch, apply)
        now = time.time()
        lines = [
            f"{one.envelope.data['record_no']} {one.envelope.time.timestamp()!r} {now!r}\n"
            for one in batch
        ]
        stamps.write("".join(lines))
        return for_relay

    EventDispatcher.dispatch_batch = stamped  # type: ignore[method-assign]


def start_load(rate: float, seconds: float) -> None:
    """Start the load once the relay runs."""
    start = Relay.start

    def started(relay: Relay) -> None:
        from constant_rate_load import ConstantRateLoad  # noqa: PLC0415  only in the registry

        start(relay)
        load = ConstantRateLoad(relay, FOLDER, rate, seconds)
        threading.Thread(target=load.run, daemon=True).start()

    Relay.start = started  # type: ignore[method-assign]


def apply_orders(department: str) -> None:
    """Apply the driver's settings to this process."""
    if ORDERS.samples:
        from stack_sampler import sample  # noqa: PLC0415  only if requested

        sample(FOLDER, department)
    if department == "mirror":
        if ORDERS.stamps:
            stamp_effects()
        return
    if ORDERS.holds:
        hold_relay()
    if ORDERS.rate:
        start_load(ORDERS.rate, ORDERS.seconds)


if __name__ == "__main__":
    if PLAIN:
        sys.argv.remove("--plain")
    apply_orders(sys.argv[1])
    host.main()
