"""Applications for land procedures (用地手续), and where they stand."""

from datetime import date
from enum import StrEnum

from services.environment.gates.messages import GateBlocked, GateCleared, GateDeferred
from services.natural_resources.applications.messages import Procedure
from shared.store import document
from shared.vocabulary import LandUse, ReviewState


class ApplicationState(StrEnum):
    """Where an application stands."""

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
    indexes=(("parcel_code",), ("county",), ("state",), ("parcel_code", "state"), ("review",)),
)
class Application:
    """An application for a land procedure on one parcel.

    `asked` counts how often the environment bureau was asked, `asked_uses` are the uses of the land
    that it was told last. `review_because` names what came up after the approval.
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
    review: ReviewState = ReviewState.NONE
    review_because: tuple[str, ...] = ()
    review_note: str = ""

    @property
    def wanted(self) -> tuple[LandUse, ...]:
        """All uses that the land shall have."""
        return (self.wanted_use, *self.further_uses)


def is_decided(application: Application) -> bool:
    """Tell whether the environment bureau need not be waited for."""
    return application.state is not ApplicationState.PENDING


def is_in_hand(application: Application) -> bool:
    """Tell whether an application may still be approved."""
    return application.state in IN_HAND


def is_approved(application: Application) -> bool:
    """Tell whether an application was approved."""
    return application.state is ApplicationState.APPROVED


def is_outdated(application: Application, answer: GateCleared | GateBlocked | GateDeferred) -> bool:
    """Tell whether an answer is to an earlier query; one that names no query is not outdated."""
    return 0 < answer.asked < application.asked
