"""The sizes of runs."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class RunSize:
    """The size of a run; its faults are spread over `span_s` seconds."""

    events: int
    faults: int
    span_s: float
    subjects: int


FULL = RunSize(events=50_000, faults=200, span_s=900.0, subjects=200)
QUICK = RunSize(events=4_000, faults=40, span_s=75.0, subjects=60)
CONTROL = RunSize(events=3_000, faults=15, span_s=60.0, subjects=60)
QUICK_CONTROL = RunSize(events=600, faults=8, span_s=15.0, subjects=30)


def size_of(quick: bool, events: int | None, faults: int | None) -> RunSize:
    """Return the size of a run; its time span is proportional to the number of faults."""
    usual = QUICK if quick else FULL
    count = usual.faults if faults is None else faults
    span_s = usual.span_s * count / usual.faults
    return replace(usual, events=events or usual.events, faults=count, span_s=max(10.0, span_s))


def control_size(quick: bool) -> RunSize:
    """Return the size of the control's run."""
    return QUICK_CONTROL if quick else CONTROL
