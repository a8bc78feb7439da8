"""Applications for land procedures (用地手续), and their states."""

from datetime import date
from enum import StrEnum

from services.environment.gates.messages import GateBlocked, GateCleared, GateDeferred
from services.natural_resources.applications.messages import Procedure
from shared.store import document
from shared.vocabulary import LandUse, ReviewState


class ApplicationState(StrEnum):
    """The state of an application."""

    PENDING = "待核验"
    DEFERRED = "待调查"
    APPROVED = "准予办理"
    REFUSED = "不予办理"
    STOPPED = "已中止"


IN_HAND = (ApplicationState.PENDING, ApplicationState.DEFERRED)


@document(
    "applications",
    title="用地手续申请",
    key="application_id",
    placed="county",
    indexes=(
        ("parcel_code",),
        ("county",),
        ("division",),
        ("state",),
        ("parcel_code", "state"),
        ("review",),
    ),
)
class Application:
    """An application for a land procedure on one parcel.

    `asked` counts the queries to the environment bureau, `asked_uses` are the uses of the land in
    the latest query and `asked_version` is the record of the parcel that it was about.
    `review_because` names the later finding after the approval.
    """

    application_id: str
    parcel_code: str
    county: str
    procedure: Procedure
    applicant: str
    wanted_use: LandUse
    requested_on: date
    state: ApplicationState = ApplicationState.PENDING
    decided_on: date | None = None
    reason: str = ""
    plot_codes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    further_uses: tuple[LandUse, ...] = ()
    asked: int = 0
    asked_uses: tuple[LandUse, ...] | None = None
    asked_version: int = 0
    review: ReviewState = ReviewState.NONE
    review_because: tuple[str, ...] = ()
    review_note: str = ""
    division: str = ""

    @property
    def wanted(self) -> tuple[LandUse, ...]:
        """All uses that are planned for the land."""
        return (self.wanted_use, *self.further_uses)


def is_decided(application: Application) -> bool:
    """Return whether the decision no longer depends on the environment bureau."""
    return application.state is not ApplicationState.PENDING


def is_in_hand(application: Application) -> bool:
    """Return whether an application may still be approved."""
    return application.state in IN_HAND


def is_approved(application: Application) -> bool:
    """Return whether an application was approved."""
    return application.state is ApplicationState.APPROVED


def is_outdated(application: Application, answer: GateCleared | GateBlocked | GateDeferred) -> bool:
    """Return whether an answer is to an earlier query; False if it names no query."""
    return 0 < answer.asked < application.asked
