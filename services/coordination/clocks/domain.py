"""Stored documents of the clocks: the events of each thread, and the obligations they create."""

from dataclasses import field
from datetime import date, datetime

from services.coordination.clocks.history import HistoryEntry
from services.coordination.clocks.observed import ClockAct, LateClaim, ObservedEvent, SeenPosition
from services.coordination.clocks.states import DoubtState, ObligationState, RecountState
from shared.calendar import Pause, Unit
from shared.store import document


@document("threads", title="事项脉络", key="id", indexes=(("kind",),))
class EventThread:
    """The accepted events about one thing, as far as they can still affect a clock.

    Every event about the thing writes this document, so concurrent events cannot miss each other.
    It stays small: events that no open clock needs are moved to a `ThreadPage`. For a case,
    `parties` records who refers it to whom on which track once that is known, `views` the positions
    that each party may have seen, and `waiting` the steps that are still out of turn. `division` is
    the county that the archived events name first, "" if none does.
    """

    id: str
    kind: str
    key: str
    heard: tuple[ObservedEvent, ...] = ()
    acts: tuple[ClockAct, ...] = ()
    obligations: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    opened: bool = False
    views: dict[str, tuple[SeenPosition, ...]] = field(default_factory=dict)
    waiting: tuple[ObservedEvent, ...] = ()
    pages: int = 0
    division: str = ""


@document("thread_pages", title="事项脉络存档", key="id", indexes=(("thread",),))
class ThreadPage:
    """Events of a thread that no open clock needs any more; written once and never changed."""

    id: str
    thread: str
    heard: tuple[ObservedEvent, ...]


@document(
    "obligations",
    title="应办事项",
    key="id",
    placed="division",
    indexes=(
        ("due_at",),
        ("open", "due_at"),
        ("owner", "due_at"),
        ("division", "due_at"),
        ("owner", "division"),
        ("state", "due_at"),
        ("next_at",),
        ("portion",),
        ("thread",),
        ("correlation",),
    ),
)
class Obligation:
    """A duty of one department with its deadline; `id` is the event id of the act and the rule.

    `next_at` is when the next event is due for publication if nothing happens before; `portion` is
    the part of the recount that covers this obligation. Both are None once the clock has ended and
    `open` is false. `counted` records how the end of the period was computed. `claims` are late
    claims that need acceptance by the head of the office. `division` is the county concerned, or
    the city; "" in obligations of release 0.1 that no event or recount has written since. `duty_of`
    says whose duty the owner must see to, "" if it is its own.
    """

    id: str
    rule: str
    limit: str
    title: str
    owner: str
    thread: str
    key: str
    act_id: str
    act_type: str
    act_title: str
    acted_by: str
    correlation: str
    basis: tuple[str, ...]
    mark: str
    calendar: str
    rulebook: str
    started_at: datetime
    length: int
    unit: Unit
    opened_at: datetime
    due_at: datetime | None
    last_day: date | None
    warn_at: datetime | None
    provisional: bool
    state: ObligationState = ObligationState.RUNNING
    open: bool = True
    next_at: datetime | None = None
    portion: int | None = None
    pauses: tuple[Pause, ...] = ()
    counted: str = ""
    ended_at: datetime | None = None
    ended_by: str | None = None
    ended_type: str | None = None
    ended_title: str = ""
    late: bool = False
    reason: str = ""
    history: tuple[HistoryEntry, ...] = field(default=())
    claims: tuple[LateClaim, ...] = ()
    division: str = ""
    duty_of: str = ""


@document("recounts", title="期限重算", key="id", indexes=(("state",),))
class Recount:
    """A recount of all open clocks in portions; after a crash it resumes at the next portion.

    `rulebooks` are the versions found on the clocks that were counted so far.
    """

    id: str
    why: str
    who: str
    calendar: str
    rulebook: str
    started_at: datetime
    correlation: str
    state: RecountState = RecountState.RUNNING
    next_portion: int = 0
    portions: int = 0
    counted: int = 0
    changed: int = 0
    finished_at: datetime | None = None
    rulebooks: tuple[str, ...] = ()


OPEN_CLOCKS = "open"


@document("counted", title="期限计算依据", key="id")
class RecountBaseline:
    """The result of the last finished recount for all open clocks; one document for the office.

    A recount does not write clocks that did not move: they still carry an older calendar, or one of
    these rulebooks. `rules` holds the current digest of the rules for each kind of thread.
    """

    id: str
    calendar: str
    rulebooks: tuple[str, ...]
    rules: dict[str, str]


@document(
    "doubts",
    title="不采信事项",
    key="id",
    indexes=(("thread",), ("state",), ("publisher",)),
)
class Doubt:
    """A statement that changes no clock, and why not; `state` records whether that is final.

    `claimed_on` is the date as published, even if no calendar contains it. For a doubtful date,
    `obligation` is the clock that it would have changed.
    """

    id: str
    event: str
    thread: str
    what: str
    by: str
    publisher: str
    claimed_on: str
    arrived: datetime
    reason: str
    state: DoubtState
    obligation: str | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
