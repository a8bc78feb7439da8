"""Applications for land procedures, as three of the flows make and watch them."""

from demo.client import Json
from demo.flow_runner import Tour
from demo.flows.places import Place
from services.natural_resources.applications.messages import Procedure


def apply(
    tour: Tour,
    at: Place,
    procedure: Procedure,
    wanted: str,
    what: str,
    wait_s: int | None = None,
) -> str:
    """Ask for a procedure on a place; tell the number of the application."""
    body = at.application(procedure.value, wanted)
    asked = tour.post("natural_resources", "/v1/applications", body, what, wait_s=wait_s)
    return str(asked["application_id"])


def application(tour: Tour, application_id: str) -> Json:
    """Read an application as it is now."""
    return tour.get("natural_resources", f"/v1/applications/{application_id}")


def see_state(tour: Tour, application_id: str, wanted: str, what: str = "申请") -> None:
    """Wait until an application stands as it must."""
    tour.see(what, wanted, lambda: application(tour, application_id).get("state"))
