"""Exercise: the environment bureau is away for an hour, and one of its periods ends meanwhile."""

from datetime import timedelta

from gameday.exercise import Exercise, Scene
from testbed.load_generator import Clerk
from testbed.workloads import ENVIRONMENT, handed_over, referred

BEFORE, HOUR = timedelta(hours=23, minutes=20), timedelta(hours=1)
CASES: dict[int, str] = {}


def before(scene: Scene) -> None:
    """Approve the referral of a case: it must be handed over within 24 hours [17号 6]."""
    clerk = Clerk(scene.town.platform.addresses, scene.town.home, lambda _: iter(()), 0.0)
    case = referred(clerk)
    assert case is not None
    CASES[id(scene)] = case
    office = scene.city["coordination"]
    scene.town.wait(
        lambda: any(
            obligation["rule"] == "C3"
            for obligation in office.items("/v1/obligations", thread=f"case:{case}")
        ),
        "the clock of the referral runs",
        30,
    )
    scene.town.move(BEFORE)


def run(scene: Scene) -> None:
    """Stop environment, let an hour pass by the movable clock, start it, hand the case over."""
    town, duty, case = scene.town, scene.duty, CASES.pop(id(scene))
    service = town.platform.services[ENVIRONMENT]
    service.kill()
    scene.record.did("kill -9 of the environment bureau's process")
    scene.gates.ask(unheard=False)
    scene.await_alert("DepartmentDown", 60 + scene.pace.outage_s)
    town.move(BEFORE + HOUR)
    scene.record.did("the movable clock of all departments goes one hour on; no real hour passes")
    scene.await_alert("ObligationOverdue", 90 + scene.pace.outage_s)
    duty.run("clocks", "ObligationOverdue", "liandong obligations list")
    owed = scene.city["coordination"].items("/v1/obligations", state="已逾期")
    swap = {"ID": owed[0]["id"]} if owed else {}
    duty.run("clocks", "ObligationOverdue", "liandong obligations explain", swap)
    scene.await_alert("GateUnanswered", 180 + scene.pace.outage_s)
    duty.run("clocks", "GateUnanswered", "liandong call environment", fails=True)
    duty.run("services", "DepartmentDown", "liandong departments")
    scene.gates.outage_ends()
    duty.start(ENVIRONMENT)
    scene.await_that("environment is ready", lambda: scene.ready(ENVIRONMENT), 60)
    clerk = Clerk(town.platform.addresses, town.home, lambda _: iter(()), 0.0)
    scene.record.check("the overdue case is handed over", clerk.act(handed_over(case)) is not None)


EXERCISE = Exercise(
    name="department-down",
    title="A department is down for an hour",
    about="The environment bureau's process is killed. Its gate cannot answer, and the 24 hours in "
    "which it must hand a case over [17号 6] end while it is away.",
    alerts=("DepartmentDown", "ObligationOverdue", "GateUnanswered"),
    before=before,
    run=run,
    panel=("逾期事项", "liandong:obligations_overdue:sum", "{{owner}}"),
    limits=("The process is really away for the minutes that the alerts need; the hour is moved.",),
)
