"""The driver's settings for the processes that it starts, in environment variables."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Orders:
    """Addresses, the folder for control files and results, a rate per second, and switches.

    It needs only the standard library, since peers run in separate virtual environments.
    """

    amqp_url: str = field(repr=False)
    mongo_url: str = field(repr=False)
    folder: Path
    rate: float
    seconds: float
    samples: bool
    stamps: bool
    holds: bool

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Orders":
        """Read the variables that the driver set."""
        return cls(
            amqp_url=env.get("BENCH_AMQP_URL", ""),
            mongo_url=env.get("BENCH_MONGO_URL", ""),
            folder=Path(env.get("BENCH_FOLDER", "")),
            rate=float(env.get("BENCH_RATE") or "0"),
            seconds=float(env.get("BENCH_SECONDS") or "0"),
            samples=bool(env.get("BENCH_SAMPLE")),
            stamps=bool(env.get("BENCH_STAMPS")),
            holds=bool(env.get("BENCH_HOLD")),
        )
