"""Applications for land procedures, used by three of the flows."""

from demo.client import Json
from demo.flow_runner import FlowRunner
from demo.flows.places import Place
from services.natural_resources.applications.messages import Procedure


def apply(
    runner: FlowRunner,
    place: Place,
    procedure: Procedure,
    wanted: str,
    what: str,
    wait_s: int | None = None,
) -> str:
    """Apply for a procedure on a place; return the application's id."""
    body = place.application(procedure.value, wanted)
    asked = runner.post("natural_resources", "/v1/applications", body, what, wait_s=wait_s)
    return str(asked["application_id"])


def application(runner: FlowRunner, application_id: str) -> Json:
    """Read an application."""
    return runner.get("natural_resources", f"/v1/applications/{application_id}")


def expect_application_state(
    runner: FlowRunner, application_id: str, wanted: str, what: str = "申请"
) -> None:
    """Wait until an application has the wanted state."""
    runner.expect_state(what, wanted, lambda: application(runner, application_id).get("state"))
