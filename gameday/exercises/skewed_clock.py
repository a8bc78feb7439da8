"""Exercise: the clock of one department is wrong, by hours and then by minutes."""

from datetime import UTC, datetime, timedelta

from gameday.exercise import Exercise, ExerciseContext
from testbed.workloads import ENVIRONMENT, refer_case

AHEAD, BEHIND = timedelta(hours=2), timedelta(minutes=-10)
RULE = "C3"


def run(context: ExerciseContext) -> None:
    """Move environment's clock, approve a referral, reset the clock, correct the obligation."""
    testbed, operator, record = context.testbed, context.operator, context.record
    testbed.move_clock(AHEAD, ENVIRONMENT)
    record.did("the clock of environment goes two hours ahead of all others")
    context.gates.ask(unheard=True, works=True)
    case = refer_case(context.single_clerk())
    right = datetime.now(UTC)
    context.await_alert("ClocksDiffer", 420)
    testbed.move_clock(BEHIND, ENVIRONMENT)
    record.did("it goes ten minutes behind instead")
    testbed.pause(10.0)
    context.gates.outage_ends()
    testbed.move_clock(timedelta(), ENVIRONMENT)
    record.did("it is right again; nothing is restarted")
    office = context.city["coordination"]
    thread = f"case:{case}"

    def clock() -> dict[str, str]:
        found = office.items("/v1/obligations", thread=thread)
        return next((obligation for obligation in found if obligation["rule"] == RULE), {})

    context.await_that("the office has the clock of the referral", lambda: bool(clock()), 30)
    off = datetime.fromisoformat(clock()["started_at"]) - right
    record.check("the referral began with its arrival", abs(off) < timedelta(minutes=1))
    swap = {"ID": clock()["id"], "2026-10-09T08:30:00Z": f"{right:%Y-%m-%dT%H:%M:%SZ}"}
    operator.run("clocks", "ObligationOverdue", "liandong obligations correct", swap)
    due = datetime.fromisoformat(clock()["due_at"])
    mended = abs(due - right - timedelta(hours=24)) < timedelta(seconds=2)
    record.check("its end is 24 hours after the true approval", mended)
    record.corrected[RULE, str(case)] = due
    context.await_that("ClocksDiffer ends", lambda: not testbed.firing("ClocksDiffer"), 120)


EXERCISE = Exercise(
    name="skewed-clock",
    title="A department's clock is off",
    about="Environment's clock is two hours ahead, then ten minutes behind. Order, leases and "
    "gates do not depend on it; a period that is counted in hours begins with the arrival.",
    alerts=("ClocksDiffer",),
    run=run,
    panel=("与采集方的时差", "liandong:clock_skew_seconds:max", "{{department}}"),
    limits=(
        "The order of effects in environment itself is not judged: its own clock wrote the times.",
        "The time is moved by the drill's clock of one process, which all of the platform's own "
        "code reads; the clock of the machine, and of the libraries, stays right.",
        "The exact start is set by a person: nothing can know which of two clocks is right.",
    ),
)
