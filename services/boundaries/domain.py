"""A doubtful border, and the opinions of both bureaus on it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.boundaries.messages import BoundaryConfirmed
from shared.store import document

ENVIRONMENT = "environment"
BUREAUS = (ENVIRONMENT, "natural_resources")


class BoundaryOutcome(StrEnum):
    """Whether the two areas share ground, by the latest opinions of both bureaus."""

    DOUBTFUL = "边界待核"
    SHARED = "共有土地"
    APART = "不共有土地"


@dataclass(frozen=True, slots=True)
class BoundaryOpinion:
    """The latest opinion of a bureau."""

    department: str
    shares_ground: bool
    basis: str
    given_on: date


@document(
    "boundaries",
    title="边界核实",
    key="boundary_key",
    placed="county",
    indexes=(
        ("county",),
        ("plot_code",),
        ("parcel_code",),
        ("outcome",),
        ("plot_code", "outcome"),
        ("parcel_code", "outcome"),
    ),
)
class Boundary:
    """A plot and a parcel whose border is in doubt; `boundary_key` is `plot_code|parcel_code`.

    `county` is that of the plot at the environment bureau, of the parcel at natural resources.
    """

    boundary_key: str
    plot_code: str
    parcel_code: str
    opinions: tuple[BoundaryOpinion, ...] = ()
    outcome: BoundaryOutcome = BoundaryOutcome.DOUBTFUL
    county: str = ""


def boundary_key(plot_code: str, parcel_code: str) -> str:
    """Return the key of the border of a plot and a parcel."""
    return f"{plot_code}|{parcel_code}"


def add_opinion(boundary: Boundary, event: BoundaryConfirmed, department: str) -> Boundary:
    """Record the opinion of a bureau; it replaces an earlier one of the same bureau.

    The outcome is settled while both bureaus say the same, and in doubt otherwise.
    """
    known = [each for each in boundary.opinions if each.department == department]
    if any(each.given_on > event.confirmed_on for each in known):
        return boundary
    opinion = BoundaryOpinion(department, event.shares_ground, event.basis, event.confirmed_on)
    others = tuple(each for each in boundary.opinions if each.department != department)
    opinions = tuple(sorted((*others, opinion), key=lambda each: each.department))
    return replace(boundary, opinions=opinions, outcome=_outcome(opinions))


def _outcome(opinions: tuple[BoundaryOpinion, ...]) -> BoundaryOutcome:
    said = {each.shares_ground for each in opinions}
    if len(opinions) < len(BUREAUS) or len(said) > 1:
        return BoundaryOutcome.DOUBTFUL
    return BoundaryOutcome.SHARED if said == {True} else BoundaryOutcome.APART
