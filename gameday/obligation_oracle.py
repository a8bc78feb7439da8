"""Independent oracle: recomputes the expected obligations from the event log.

The periods of docs/clock-rules.md are duplicated here on purpose; a test compares the two.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from shared.calendar import Period, Unit, count, latest

RUNNING, OVERDUE, FULFILLED = "计时中", "已逾期", "已履行"
SAME = {"即将到期": RUNNING}


@dataclass(frozen=True, slots=True)
class ObligationRule:
    """One rule: the topics that start and end it, the field of its key, and the period.

    `ending_key` is the field in the ending event if it differs. `step` and `ending_step` restrict
    a topic to one step of a case.
    """

    rule: str
    starts: str
    ends: tuple[str, ...]
    key: str
    period: Period
    ending_key: str = ""
    step: str = ""
    ending_step: str = ""


STEP = "case.step_taken.v1"
RULES = (
    ObligationRule(
        "parcel",
        "permit.cancelled.v1",
        ("parcel.answered.v1",),
        "number",
        Period(5, Unit.WORKING_DAY),
        "permit_number",
    ),
    ObligationRule(
        "hold", "plot.suspected.v1", ("plot.held.v1",), "plot_code", Period(3, Unit.WORKING_DAY)
    ),
    ObligationRule(
        "freeze",
        "plot.registered.v1",
        ("plot.frozen.v1",),
        "plot_code",
        Period(1, Unit.WORKING_DAY),
    ),
    ObligationRule(
        "gate",
        "land_gate.queried.v1",
        ("gate.cleared.v1", "gate.blocked.v1", "gate.deferred.v1"),
        "application_id",
        Period(5, Unit.WORKING_DAY),
    ),
    ObligationRule(
        "clue",
        "clue.reported.v1",
        ("clue.accepted.v1", "clue.rejected.v1"),
        "clue_id",
        Period(2, Unit.WORKING_DAY),
    ),
    ObligationRule(
        "C3",
        STEP,
        (STEP,),
        "case_id",
        Period(24, Unit.HOUR),
        step="批准移送",
        ending_step="移送案卷",
    ),
)


@dataclass(frozen=True, slots=True)
class ExpectedObligation:
    """One obligation as the coordination office must list it."""

    state: str
    due_at: datetime
    late: bool


Event = Mapping[str, Any]
Expected = dict[tuple[str, str], ExpectedObligation]


def expected_obligations(
    events: Iterable[Event],
    now: datetime,
    corrected: Mapping[tuple[str, str], datetime] = MappingProxyType({}),
) -> Expected:
    """Return the obligations at `now` by the office's clock, after these events (JSON envelopes).

    `corrected` has the due times of manually corrected clocks. All keys are (rule, key).
    """
    known = list(events)
    expected: Expected = {}
    for rule in RULES:
        ended: dict[str, datetime] = {}
        for event in known:
            if _topic(event) in rule.ends and _has_step(event, rule.ending_step):
                key = event["data"][rule.ending_key or rule.key]
                ended[key] = min(ended.get(key, _acted_at(event)), _acted_at(event))
        for event in known:
            if _topic(event) == rule.starts and _has_step(event, rule.step):
                key = event["data"][rule.key]
                due = count(rule.period, _acted_at(event), latest()).due_at
                assert due is not None  # no clock is suspended here
                due = corrected.get((rule.rule, key), due)
                expected[rule.rule, key] = _obligation(due, ended.get(key), now)
    return expected


def differences(expected: Expected, listed: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the differences from the office's list: missing, surplus, other state or due time."""
    rules = {rule.rule for rule in RULES}
    there = {
        (obligation["rule"], obligation["key"]): obligation
        for obligation in listed
        if obligation["rule"] in rules
    }
    found = [f"missing: {rule} {key}" for rule, key in sorted(expected.keys() - there.keys())]
    found += [f"not owed: {rule} {key}" for rule, key in sorted(there.keys() - expected.keys())]
    for name in sorted(expected.keys() & there.keys()):
        row, must = there[name], expected[name]
        state = SAME.get(row["state"], row["state"])
        due_at = None if row["due_at"] is None else datetime.fromisoformat(row["due_at"])
        if (state, due_at, bool(row["late"])) != (must.state, must.due_at, must.late):
            listed_as = f"{state} until {due_at} late={row['late']}"
            found.append(f"{' '.join(name)}: {listed_as}, must be {must}")
    return found


def _obligation(due: datetime, ended: datetime | None, now: datetime) -> ExpectedObligation:
    if ended is not None:
        return ExpectedObligation(FULFILLED, due, late=ended >= due)
    return ExpectedObligation(OVERDUE if now >= due else RUNNING, due, late=False)


def _topic(event: Event) -> str:
    """Return the topic in a type such as `cn.liandong.environment.plot.registered.v1`."""
    return str(event["type"]).split(".", 3)[3]


def _has_step(event: Event, step: str) -> bool:
    return not step or event["data"].get("step") == step


def _acted_at(event: Event) -> datetime:
    """Return the time of the act, at which a period starts; a step of a case has its own time.

    This is not the day on which the act took legal effect. If the publisher's clock was ahead, it
    is the event's arrival (`believed`) at the latest.
    """
    text = event["data"].get("taken_at") or event["time"]
    acted = datetime.fromisoformat(text).astimezone(UTC)
    believed: datetime | None = event.get("believed")
    return min(acted, believed) if believed else acted
