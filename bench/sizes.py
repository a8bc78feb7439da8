"""The sizes of a comparison: full, or quick."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Sizes:
    """The numbers of events, and the seconds of acts at each rate, of one comparison."""

    rounds: int
    ours: int
    peers: int
    subjects: int
    bare: int
    acts_s: float
    stages: int
    rates: tuple[int, ...]
    others_at_rate: bool

    def with_events(self, count: int) -> "Sizes":
        """Return a copy with the same number of events for every contender."""
        return replace(self, ours=count, peers=count)


FULL = Sizes(
    rounds=5,
    ours=20_000,
    peers=4_000,
    subjects=1_000,
    bare=50_000,
    acts_s=20.0,
    stages=20_000,
    rates=(100, 500),
    others_at_rate=True,
)
QUICK = Sizes(
    rounds=1,
    ours=5_000,
    peers=800,
    subjects=500,
    bare=6_000,
    acts_s=3.0,
    stages=4_000,
    rates=(100, 500),
    others_at_rate=False,
)
