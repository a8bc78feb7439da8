"""Run a made-up department under the driver's orders: `launcher.py <department> [--plain]`.

`BENCH_FOLDER` is where orders and findings lie. With `BENCH_HOLD=1` the registry's relay starts
when the file `go` appears. With `BENCH_STAMPS=1` the mirror notes when each event had taken effect.
With `BENCH_RATE` clerks of the registry act at that rate for `BENCH_SECONDS` once the file `act`
appears. With `BENCH_SAMPLE=1` it is sampled where processor time goes.
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
from shared.delivery.inbox.dispatcher import Desk
from shared.delivery.outbox.relay import Relay

ORDERS = Orders.from_env()
FOLDER = ORDERS.folder
POLL_S = 0.002


def hold_the_relay() -> None:
    """Let the relay start when the driver says so."""
    start = Relay.start

    def held(relay: Relay) -> None:
        (FOLDER / "held").touch()
        while not (FOLDER / "go").exists():
            time.sleep(POLL_S)
        start(relay)

    Relay.start = held  # type: ignore[method-assign]


def stamp_effects() -> None:
    """Note number and time of each event, and when its effect was durable."""
    react = Desk.dispatch_batch
    stamps = (FOLDER / "stamps").open("a", buffering=1)

    def stamped(desk: Desk, batch: Sequence[Any], apply: Any) -> bool:
        for_relay = react(desk, batch, apply)
        now = time.time()
        lines = [
            f"{one.envelope.data['record_no']} {one.envelope.time.timestamp()!r} {now!r}\n"
            for one in batch
        ]
        stamps.write("".join(lines))
        return for_relay

    Desk.dispatch_batch = stamped  # type: ignore[method-assign]


def act_at(rate: float, seconds: float) -> None:
    """Let clerks act once the relay runs."""
    start = Relay.start

    def started(relay: Relay) -> None:
        from acting import Acting  # noqa: PLC0415  only the registry acts

        start(relay)
        acting = Acting(relay, FOLDER, rate, seconds)
        threading.Thread(target=acting.run, daemon=True).start()

    Relay.start = started  # type: ignore[method-assign]


def obey(department: str) -> None:
    """Do as the driver ordered."""
    if ORDERS.samples:
        from sampling import sample  # noqa: PLC0415  only where it is asked for

        sample(FOLDER, department)
    if department == "mirror":
        if ORDERS.stamps:
            stamp_effects()
        return
    if ORDERS.holds:
        hold_the_relay()
    if ORDERS.rate:
        act_at(ORDERS.rate, ORDERS.seconds)


if __name__ == "__main__":
    if PLAIN:
        sys.argv.remove("--plain")
    obey(sys.argv[1])
    host.main()
