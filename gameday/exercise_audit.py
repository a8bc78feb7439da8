"""The audit after an exercise: events, gate decisions, obligations and answered requests."""

import time
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from demo.client import City
from gameday.exercise import ExerciseContext
from gameday.obligation_oracle import OVERDUE, differences, expected_obligations
from shared.catalog.catalog import department_names
from shared.clock.drill import OffsetClock
from testbed.database_reader import DatabaseReader
from testbed.event_audit import AuditTally
from testbed.mark_audit import audit_marks, contract_bindings
from testbed.simulated_clerk import AnsweredRequest, SimulatedClerk

OFFICE = "coordination"
SETTLED_S = 120.0
OFFICE_S = 15.0
REPEATED = 150
EXAMPLES = 5
Row = dict[str, Any]


def audit_exercise(context: ExerciseContext, clerks: Sequence[SimulatedClerk]) -> Row:
    """Wait until all events are settled, audit and record each check; return the report's row."""
    record = context.record
    with DatabaseReader(context.testbed.platform.mongo_url) as reader:
        context.await_that("outboxes and lanes are empty", lambda: _settled(reader), SETTLED_S)
        context.await_that("every probe of the gate is decided", context.gates.settled, SETTLED_S)
        context.await_that(
            "all events took effect", lambda: _tally(context, reader).clean, SETTLED_S
        )
        tally = _tally(context, reader)
        clocks = _audit_clocks(context, reader)
    done = [answered for clerk in clerks for answered in clerk.done]
    forgotten = _forgotten(context.city, done)
    record.check(
        "every act that was answered is still known", not forgotten, detail="; ".join(forgotten)
    )
    unanswered = sum(len(clerk.unanswered) for clerk in clerks)
    record.check("every act was answered in the end", not unanswered)
    closed = all(probe.closed for probe in context.gates.probes)
    record.check("no forbidden act was allowed", closed)
    record.check(
        "every clock stands as the model says",
        not clocks["differences"],
        detail="; ".join(clocks["differences"]),
    )
    return {
        "acts": len(done),
        "tries": sum(clerk.tries for clerk in clerks),
        "refused": [_refusal(each) for clerk in clerks for each in clerk.refused][:EXAMPLES],
        "events": tally.events,
        "effects": tally.effects,
        "lost": tally.lost + len(forgotten),
        "doubled": tally.doubled,
        "disordered": tally.disordered,
        "examples": tally.examples[:EXAMPLES],
        "probes": [probe.as_row() for probe in context.gates.probes],
        "clocks": clocks,
    }


def _settled(reader: DatabaseReader) -> bool:
    return not any(map(reader.unsettled, department_names()))


def _tally(context: ExerciseContext, reader: DatabaseReader) -> AuditTally:
    names = department_names()
    records = (record for name in names for record in reader.outbox(name))
    marks = {name: reader.inbox_marks(name) for name in names}
    return audit_marks(records, marks, contract_bindings(), frozenset(context.testbed.skewed))


def _audit_clocks(context: ExerciseContext, reader: DatabaseReader) -> Row:
    """Compare the office's obligations with the oracle's; retried, as the office ticks each second.

    Returns the counts of expected ones and the first differences.
    """
    clock = OffsetClock(context.testbed.clock_file(OFFICE))
    compared: Row = {}

    def same() -> bool:
        expected = expected_obligations(_events(reader), clock(), context.record.corrected)
        listed = context.city[OFFICE].items("/v1/obligations")
        compared.update(
            expected=len(expected),
            overdue=sum(obligation.state == OVERDUE for obligation in expected.values()),
            late=sum(obligation.late for obligation in expected.values()),
            differences=differences(expected, listed)[:EXAMPLES],
        )
        return not compared["differences"]

    end = time.monotonic() + OFFICE_S
    while not same() and time.monotonic() < end:
        context.testbed.pause(1.0)
    return compared


def _events(reader: DatabaseReader) -> Iterator[Row]:
    """Yield the envelopes of all departments, with `believed` added.

    `believed` is the time that the office uses instead of an event's own time that lies ahead of
    its clock; else None.
    """
    ahead = {
        row["event_id"]: row["published_at"]
        for row in reader.collection(OFFICE, "inbox").find({"claimed_at": {"$ne": None}})
    }
    for name in department_names():
        for event in reader.envelopes(name):
            yield {**event, "believed": ahead.get(event["id"])}


def _forgotten(city: City, done: Sequence[AnsweredRequest]) -> list[str]:
    """Repeat a sample of requests with their keys; return those with another answer than before."""
    step = max(1, len(done) // REPEATED)
    found = []
    for answered in done[::step]:
        request, client = answered.request, city[answered.request.department]
        try:
            again = client.post(request.path, request.body, role=request.role, key=request.key)
        except (httpx.HTTPError, ValueError) as error:
            found.append(f"{request.path}: {error}")
            continue
        if not again.replayed or not same_thing(answered.answer.body, again.body):
            found.append(f"{request.path}: answered {again.status} anew")
    return found[:EXAMPLES]


def same_thing(first: Row, again: Row) -> bool:
    """Return whether two answers have the same identifiers.

    Answers with restricted documents show their current state: a field that had no value in the
    first answer, such as the case of a new clue, may have one now.
    """
    identifying = {name: value for name, value in first.items() if name.endswith(("_id", "_code"))}
    return all(again.get(name) == value for name, value in identifying.items() if value is not None)


def _refusal(refused: AnsweredRequest) -> str:
    detail = refused.answer.body.get("detail", "")
    return f"{refused.request.path}: {refused.answer.status} {detail}"
