"""Assumptions on the events of a county in a year, each with its reason; change them here.

There are no published numbers of such events per county. These are estimates for sizing, and are
marked as such wherever they are shown. Numbers of divisions, subscribers and bytes are not
assumed: they are counted in the data, the contracts and the store.
"""

from dataclasses import dataclass

PROVINCE, NATION = 117, 2_800  # counties, as given by the owner of the product
WORKING_S = 250 * 8 * 3600  # per year: 250 working days of eight hours


@dataclass(frozen=True, slots=True)
class Stream:
    """Things of one kind per county and year, and the number of events about each."""

    name: str
    things: int
    events: int
    reason: str

    @property
    def a_year(self) -> int:
        """The events of this stream per county and year."""
        return self.things * self.events


STREAMS = (
    Stream(
        "plots in procedure",
        60,
        11,
        "seven stages S0 to S6 and four quarterly dispatches; 60 plots, since registers of whole "
        "cities name some tens",
    ),
    Stream(
        "changes of use, permits, land supply",
        400,
        3,
        "asked, answered by the gate, decided; about eight a week",
    ),
    Stream(
        "clues",
        150,
        5,
        "reported, accepted or re-routed, verified, answered, closed; three a week",
    ),
    Stream(
        "cases referred",
        20,
        14,
        "each rung of the receipt ladder on both sides, with papers; two a month at most",
    ),
    Stream("farmland units", 300, 2, "one survey or change of class, one measure"),
    Stream("duties that become overdue", 30, 1, "one in a hundred of what is owed"),
)


@dataclass(frozen=True, slots=True)
class Habits:
    """The distribution of work over time, and the attachments of events."""

    busy_hour: float = 10.0  # times the mean working hour: one morning of a campaign
    rush: float = 5.0  # times the busy hour: the day lists are due, all counties at once
    headroom: float = 2.0  # for the loss of a node, or to process a backlog
    attached: float = 0.02  # share of events with a photo or report attached
    attached_bytes: int = 2 * 1024 * 1024  # a few photos or a scanned report


HABITS = Habits()


def events_a_year() -> int:
    """Return the events of all streams per county and year."""
    return sum(stream.a_year for stream in STREAMS)
