"""One exercise from start to audit, on its own testbed."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gameday.alerts.alert_rules import wait_times
from gameday.alerts.episodes import ALWAYS, QUERY, STEP_S, Episode, episodes, fired
from gameday.disk import small_disk
from gameday.errors import GamedayError
from gameday.exercise import Exercise, ExerciseContext
from gameday.exercise_audit import audit_exercise
from gameday.gate_probes import GateProbes
from gameday.monitored_testbed import MonitoredTestbed, open_testbed
from gameday.operator import Operator
from gameday.report.machine_info import machine_info
from gameday.run_record import RunRecord
from gameday.timing_profile import TimingProfile
from shared.local.errors import LocalError
from testbed.simulated_clerk import SimulatedClerk
from testbed.workloads import apply_for_changes, refer_cases, register_plots, report_clues

WORKLOADS = (register_plots, apply_for_changes, report_clues, refer_cases)
PAUSE_S = 0.6
PREPARED_S = 30.0
AFTER_S = 3.0
Row = dict[str, Any]


def run_exercise(
    base: Path, exercise: Exercise, profile: TimingProfile, say: Callable[[str], None]
) -> Row:
    """Run an exercise and return its row of the report."""
    began = time.time()
    record = RunRecord()
    with (
        small_disk(base, exercise.small_disk_mb),
        open_testbed(base, profile, say, exercise.doubled) as testbed,
    ):
        say(f"{exercise.name}: the city is ready after {time.time() - began:.0f} s")
        operator, gates = Operator(testbed, record), GateProbes(testbed.city)
        context = ExerciseContext(testbed, operator, gates, record)
        proof = _work_through(context, exercise)
        end = time.time()
        series = testbed.prometheus.over(QUERY, record.fault, end, STEP_S)
        found = episodes(series, record.fault, end)
        _check_alerts(record, exercise, found)
        panel = _panel(testbed, exercise, record.fault - profile.steady_s, end)
        delivered = _delivered(testbed, record.fault)
    return {
        "name": exercise.name,
        "title": exercise.title,
        "about": exercise.about,
        "limits": list(exercise.limits),
        "at": datetime.fromtimestamp(began, UTC).isoformat(timespec="seconds"),
        "machine": machine_info(),
        "pace": asdict(profile),
        "seconds": round(time.time() - began, 1),
        "clean": record.clean,
        "wanted": list(exercise.alerts),
        "alerts": [asdict(episode) for episode in found],
        "waits": {episode.alert: wait_times(profile)[episode.alert] for episode in found},
        "desk": delivered,
        "record": record.as_row(),
        "proof": proof,
        "panel": panel,
    }


def _work_through(context: ExerciseContext, exercise: Exercise) -> Row:
    testbed, record = context.testbed, context.record
    addresses, home = testbed.platform.addresses, testbed.home
    clerks = [SimulatedClerk(addresses, home, workload, PAUSE_S) for workload in WORKLOADS]
    for clerk in clerks:
        clerk.start()
    try:
        context.gates.prepare()
        testbed.wait_until(lambda: context.gates.frozen, "the listed plot is frozen", PREPARED_S)
        exercise.before(context)
        testbed.pause(context.profile.steady_s)
        record.fault = time.time()
        testbed.say(f"{exercise.name}: the fault begins")
        _run(context, exercise)
        testbed.say(f"{exercise.name}: over after {testbed.since_fault(record):.0f} s; comparing")
        testbed.pause(AFTER_S)
    finally:
        context.gates.outage_ends()
        for clerk in clerks:
            clerk.finish()
    for clerk in clerks:
        clerk.wait()
    return audit_exercise(context, clerks)


def _run(context: ExerciseContext, exercise: Exercise) -> None:
    """Run the exercise; record an error that ends it early, so that the audit still follows."""
    try:
        exercise.run(context)
    except (GamedayError, LocalError, OSError) as error:
        context.record.check("the exercise runs to its end", ok=False, detail=str(error))


def _check_alerts(record: RunRecord, exercise: Exercise, found: Sequence[Episode]) -> None:
    for alert in exercise.alerts:
        episode = fired(found, alert)
        record.check(f"{alert} fired", episode is not None, episode.firing_s if episode else None)
    for alert in exercise.quiet:
        record.check(f"{alert} stayed quiet", fired(found, alert) is None)


def _delivered(testbed: MonitoredTestbed, fault: float) -> list[Row]:
    first: dict[tuple[str, str, str], float] = {}
    for alert in testbed.receiver.alerts:
        if alert.alert != ALWAYS:
            name = alert.alert, alert.department, alert.status
            first.setdefault(name, round(alert.at - fault, 1))
    return [
        {"alert": name, "department": department, "status": status, "after_s": after}
        for (name, department, status), after in sorted(first.items(), key=lambda item: item[1])
    ]


def _panel(testbed: MonitoredTestbed, exercise: Exercise, start: float, end: float) -> Row:
    title, query, legend = exercise.panel
    series = testbed.prometheus.over(query, start, end, 2.0) if query else []
    return {"title": title, "query": query, "legend": legend, "start": start, "series": series}
