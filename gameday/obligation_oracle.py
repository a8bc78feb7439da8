"""What must be owed, told a second time: counted here from the events, not read from the office.

The lengths stand here again on purpose, as in docs/clock-rules.md; a test holds the two together.
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
class Duty:
    """One rule: what starts it, what ends it, where an event names the thing, and how long."""

    rule: str
    starts: str
    ends: tuple[str, ...]
    key: str
    period: Period
    ending_key: str = ""
    step: str = ""
    ending_step: str = ""


STEP = "case.step_taken.v1"
DUTIES = (
    Duty(
        "parcel",
        "permit.cancelled.v1",
        ("parcel.answered.v1",),
        "number",
        Period(5, Unit.WORKING_DAY),
        "permit_number",
    ),
    Duty("hold", "plot.suspected.v1", ("plot.held.v1",), "plot_code", Period(3, Unit.WORKING_DAY)),
    Duty(
        "freeze",
        "plot.registered.v1",
        ("plot.frozen.v1",),
        "plot_code",
        Period(1, Unit.WORKING_DAY),
    ),
    Duty(
        "gate",
        "land_gate.queried.v1",
        ("gate.cleared.v1", "gate.blocked.v1", "gate.deferred.v1"),
        "application_id",
        Period(5, Unit.WORKING_DAY),
    ),
    Duty(
        "clue",
        "clue.reported.v1",
        ("clue.accepted.v1", "clue.rejected.v1"),
        "clue_id",
        Period(2, Unit.WORKING_DAY),
    ),
    Duty(
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
class Owing:
    """One obligation as it must stand."""

    state: str
    due_at: datetime
    late: bool


Owed = dict[tuple[str, str], Owing]


def owed_by(
    events: Iterable[Mapping[str, Any]],
    now: datetime,
    corrected: Mapping[tuple[str, str], datetime] = MappingProxyType({}),
) -> Owed:
    """Tell what must be owed at a time of the office, after these events (envelopes as JSON).

    `corrected` has the ends of the clocks whose start a person put right.
    """
    told = list(events)
    found: Owed = {}
    for duty in DUTIES:
        ends: dict[str, datetime] = {}
        for event in told:
            if _topic(event) in duty.ends and _says(event, duty.ending_step):
                key = event["data"][duty.ending_key or duty.key]
                ends[key] = min(ends.get(key, _at(event)), _at(event))
        for event in told:
            if _topic(event) == duty.starts and _says(event, duty.step):
                key, due = event["data"][duty.key], count(duty.period, _at(event), latest()).due_at
                assert due is not None  # nothing is suspended here
                due = corrected.get((duty.rule, key), due)
                found[duty.rule, key] = _owing(due, ends.get(key), now)
    return found


def differences(wanted: Owed, found: Iterable[Mapping[str, Any]]) -> list[str]:
    """Compare with what the office lists: missing, too many, another state, another end."""
    rules = {duty.rule for duty in DUTIES}
    there = {
        (obligation["rule"], obligation["key"]): obligation
        for obligation in found
        if obligation["rule"] in rules
    }
    told = [f"missing: {rule} {key}" for rule, key in sorted(wanted.keys() - there.keys())]
    told += [f"not owed: {rule} {key}" for rule, key in sorted(there.keys() - wanted.keys())]
    for name in sorted(wanted.keys() & there.keys()):
        at, must = there[name], wanted[name]
        state = SAME.get(at["state"], at["state"])
        is_due = None if at["due_at"] is None else datetime.fromisoformat(at["due_at"])
        if (state, is_due, bool(at["late"])) != (must.state, must.due_at, must.late):
            what = f"{state} until {is_due} late={at['late']}"
            told.append(f"{' '.join(name)}: {what}, must be {must}")
    return told


def _owing(due: datetime, ended: datetime | None, now: datetime) -> Owing:
    if ended is not None:
        return Owing(FULFILLED, due, late=ended >= due)
    return Owing(OVERDUE if now >= due else RUNNING, due, late=False)


def _topic(event: Mapping[str, Any]) -> str:
    """Cut the department off a type: `cn.liandong.environment.plot.registered.v1`."""
    return str(event["type"]).split(".", 3)[3]


def _says(event: Mapping[str, Any], step: str) -> bool:
    return not step or event["data"].get("step") == step


def _at(event: Mapping[str, Any]) -> datetime:
    """Tell when the act was: a step of a case says it itself.

    A period begins with the act that told of a thing, not with the day on which it took effect;
    at the latest with its arrival, which `believed` tells where a clock was ahead.
    """
    text = event["data"].get("taken_at") or event["time"]
    told = datetime.fromisoformat(text).astimezone(UTC)
    believed: datetime | None = event.get("believed")
    return min(told, believed) if believed else told
