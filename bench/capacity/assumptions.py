"""What a county does in a year: assumptions, each with its reason; change them here.

Nobody publishes how many such events a county has. What follows is a sketch to size by, and it is
marked so wherever it is shown. Numbers of divisions, subscribers and bytes are not assumed: they
are counted in the data, the contracts and the store.
"""

from dataclasses import dataclass

PROVINCE, NATION = 117, 2_800  # counties, as the owner of the product gave them
WORKING_S = 250 * 8 * 3600  # of a year: 250 working days of eight hours


@dataclass(frozen=True, slots=True)
class Stream:
    """Things of one kind in a county and year, and the events that tell of one of them."""

    name: str
    things: int
    events: int
    reason: str

    @property
    def a_year(self) -> int:
        """Tell the events of a county and year."""
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
    """How work is spread and what is kept."""

    busy_hour: float = 10.0  # times the mean working hour: one morning of a campaign
    rush: float = 5.0  # times the busy hour: the day lists are due, all counties at once
    headroom: float = 2.0  # so that a node may be lost, or a backlog be caught up with
    attached: float = 0.02  # share of events with a photo or report beside them
    attached_bytes: int = 2 * 1024 * 1024  # a few photos or a scanned report


HABITS = Habits()


def events_a_year() -> int:
    """Tell the events of a county and year."""
    return sum(stream.a_year for stream in STREAMS)
