"""How much is measured: enough to be believed, or quickly."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Sizes:
    """Numbers of events and seconds of one comparison."""

    ours: int
    peers: int
    subjects: int
    bare: int
    acts_s: float
    stages: int
    peers_at_rate: bool
    plain_rates: tuple[int, ...]

    def with_events(self, count: int) -> "Sizes":
        """Give every contender the same number of events."""
        return replace(self, ours=count, peers=count)


FULL = Sizes(
    ours=30_000,
    peers=30_000,
    subjects=1_000,
    bare=50_000,
    acts_s=20.0,
    stages=20_000,
    peers_at_rate=True,
    plain_rates=(100, 500),
)
QUICK = Sizes(
    ours=8_000,
    peers=1_200,
    subjects=500,
    bare=10_000,
    acts_s=4.0,
    stages=5_000,
    peers_at_rate=False,
    plain_rates=(500,),
)
RATES = (100, 500)
