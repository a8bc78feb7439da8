"""Exercise: the environment bureau is down for an hour, in which one of its deadlines passes."""

from datetime import timedelta

from gameday.exercise import Exercise, ExerciseContext
from testbed.workloads import ENVIRONMENT, hand_over_request, refer_case

BEFORE, HOUR = timedelta(hours=23, minutes=20), timedelta(hours=1)
CASES: dict[int, str] = {}


def before(context: ExerciseContext) -> None:
    """Approve the referral of a case: it must be handed over within 24 hours [17号 6].

    Then move the clocks of all departments 23 h 20 min ahead.
    """
    case = refer_case(context.single_clerk())
    assert case is not None
    CASES[id(context)] = case
    office = context.city["coordination"]
    context.testbed.wait_until(
        lambda: any(
            obligation["rule"] == "C3"
            for obligation in office.items("/v1/obligations", thread=f"case:{case}")
        ),
        "the clock of the referral runs",
        30,
    )
    context.testbed.move_clock(BEFORE)


def run(context: ExerciseContext) -> None:
    """Kill environment, move the clocks an hour ahead, start it, hand the case over."""
    testbed, operator, case = context.testbed, context.operator, CASES.pop(id(context))
    service = testbed.platform.services[ENVIRONMENT]
    service.kill()
    context.record.did("kill -9 of the environment bureau's process")
    context.gates.ask(unheard=False)
    context.await_alert("DepartmentDown", 60 + context.profile.outage_s)
    testbed.move_clock(BEFORE + HOUR)
    context.record.did("the movable clock of all departments goes one hour on; no real hour passes")
    context.await_alert("ObligationOverdue", 90 + context.profile.outage_s)
    operator.run("clocks", "ObligationOverdue", "liandong obligations list")
    owed = context.city["coordination"].items("/v1/obligations", state="已逾期")
    swap = {"ID": owed[0]["id"]} if owed else {}
    operator.run("clocks", "ObligationOverdue", "liandong obligations explain", swap)
    context.await_alert("GateUnanswered", 180 + context.profile.outage_s)
    operator.run("clocks", "GateUnanswered", "liandong call environment", fails=True)
    operator.run("services", "DepartmentDown", "liandong departments")
    context.gates.outage_ends()
    operator.start(ENVIRONMENT)
    context.await_that("environment is ready", lambda: context.ready(ENVIRONMENT), 60)
    answer = context.single_clerk().send(hand_over_request(case))
    context.record.check("the overdue case is handed over", answer is not None)


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
