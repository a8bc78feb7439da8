"""One exercise from start to verdict, in a city of its own."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gameday.alerts.alert_rules import waits
from gameday.alerts.episodes import QUERY, STEP_S, Episode, episodes, fired
from gameday.disk import small_disk
from gameday.errors import GamedayError
from gameday.exercise import Exercise, Scene
from gameday.gate_probes import Gates
from gameday.monitored_testbed import Town, open_town
from gameday.operator import Duty
from gameday.proof import prove
from gameday.report.machine_info import machine
from gameday.run_record import Record
from gameday.timing_profile import Pace
from shared.local.errors import LocalError
from testbed.load_generator import Clerk
from testbed.workloads import applying, referring, registering, reporting

ROUTINES = (registering, applying, reporting, referring)
PAUSE_S = 0.6
PREPARED_S = 30.0
AFTER_S = 3.0
Row = dict[str, Any]


def run_exercise(base: Path, exercise: Exercise, pace: Pace, say: Callable[[str], None]) -> Row:
    """Run an exercise and give its row of the report."""
    began = time.time()
    record = Record()
    with (
        small_disk(base, exercise.small_disk_mb),
        open_town(base, pace, say, exercise.doubled) as town,
    ):
        say(f"{exercise.name}: the city is ready after {time.time() - began:.0f} s")
        scene = Scene(town, Duty(town, record), Gates(town.city), record)
        proof = _work_through(scene, exercise)
        end = time.time()
        found = episodes(town.watch.over(QUERY, record.fault, end, STEP_S), record.fault, end)
        _judge_alerts(record, exercise, found)
        panel = _panel(town, exercise, record.fault - pace.steady_s, end)
        rang = _rang(town, record.fault)
    return {
        "name": exercise.name,
        "title": exercise.title,
        "about": exercise.about,
        "limits": list(exercise.limits),
        "at": datetime.fromtimestamp(began, UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "pace": asdict(pace),
        "seconds": round(time.time() - began, 1),
        "clean": record.clean,
        "wanted": list(exercise.alerts),
        "alerts": [asdict(episode) for episode in found],
        "waits": {episode.alert: waits(pace)[episode.alert] for episode in found},
        "desk": rang,
        "record": record.as_row(),
        "proof": proof,
        "panel": panel,
    }


def _work_through(scene: Scene, exercise: Exercise) -> Row:
    town, record = scene.town, scene.record
    clerks = [Clerk(town.platform.addresses, town.home, routine, PAUSE_S) for routine in ROUTINES]
    for clerk in clerks:
        clerk.start()
    try:
        scene.gates.prepare()
        town.wait(lambda: scene.gates.frozen, "the listed plot is frozen", PREPARED_S)
        exercise.before(scene)
        town.pause(scene.pace.steady_s)
        record.fault = time.time()
        town.say(f"{exercise.name}: the fault begins")
        _run(scene, exercise)
        town.say(f"{exercise.name}: over after {town.since_fault(record):.0f} s; comparing")
        town.pause(AFTER_S)
    finally:
        scene.gates.outage_ends()
        for clerk in clerks:
            clerk.go_home()
    for clerk in clerks:
        clerk.wait()
    return prove(scene, clerks)


def _run(scene: Scene, exercise: Exercise) -> None:
    """Run it; what ends it early is written down, and the verdict is still asked for."""
    try:
        exercise.run(scene)
    except (GamedayError, LocalError, OSError) as error:
        scene.record.check("the exercise runs to its end", ok=False, detail=str(error))


def _judge_alerts(record: Record, exercise: Exercise, found: Sequence[Episode]) -> None:
    for alert in exercise.alerts:
        at = fired(found, alert)
        record.check(f"{alert} fired", at is not None, at.firing_s if at else None)
    for alert in exercise.quiet:
        record.check(f"{alert} stayed quiet", fired(found, alert) is None)


def _rang(town: Town, fault: float) -> list[Row]:
    first: dict[tuple[str, str, str], float] = {}
    for call in town.desk.calls:
        if call.alert != "Watchdog":
            name = call.alert, call.department, call.status
            first.setdefault(name, round(call.at - fault, 1))
    return [
        {"alert": alert, "department": department, "status": status, "after_s": after}
        for (alert, department, status), after in sorted(first.items(), key=lambda item: item[1])
    ]


def _panel(town: Town, exercise: Exercise, start: float, end: float) -> Row:
    title, query, legend = exercise.panel
    series = town.watch.over(query, start, end, 2.0) if query else []
    return {"title": title, "query": query, "legend": legend, "start": start, "series": series}
