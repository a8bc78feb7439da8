"""What the office keeps: what it heard of a thing, and the clocks that follow from it."""

from dataclasses import field
from datetime import date, datetime

from services.coordination.clocks.history import HistoryEntry
from services.coordination.clocks.observed import ClockAct, LateClaim, ObservedEvent, SeenPosition
from services.coordination.clocks.states import DoubtState, ObligationState, RecountState
from shared.calendar import Pause, Unit
from shared.store import document


@document("threads", title="事项脉络", key="id", indexes=(("kind",),))
class EventThread:
    """What was heard of one thing and is believed, as far as it can still matter to a clock.

    Every event about the thing writes it, so that none can miss another that arrives at once. It
    stays small: what no open clock needs any more goes into a `ThreadPage`. Of a case, `parties`
    tells who refers it to whom on which track once that is known, `views` the positions that each
    party may have seen, and `waiting` holds the steps that are out of turn so far.
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


@document("thread_pages", title="事项脉络存档", key="id", indexes=(("thread",),))
class ThreadPage:
    """Events of a thread that no open clock needs any more; written once, never changed."""

    id: str
    thread: str
    heard: tuple[ObservedEvent, ...]


@document(
    "obligations",
    title="应办事项",
    key="id",
    indexes=(
        ("due_at",),
        ("open", "due_at"),
        ("owner", "due_at"),
        ("state", "due_at"),
        ("next_at",),
        ("portion",),
        ("thread",),
        ("correlation",),
    ),
)
class Obligation:
    """What one act obliges one department to, until when; `id` is the act's event id and the rule.

    `next_at` is when something must be told if nothing happens; it and `portion`, the part in which
    open ones are counted anew, are none once the clock has ended and `open` is false.
    `counted` tells how the end of the period was found. `claims` came too late to be believed by
    themselves.
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


@document("recounts", title="期限重算", key="id", indexes=(("state",),))
class Recount:
    """Counting all open clocks anew, portion by portion; a crash goes on with the next portion.

    `rulebooks` are those that the clocks bore which were counted so far.
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
    """By what all open clocks stand since the last recount that was done; one for the office.

    Clocks that a recount did not move are not written and still bear an older calendar, or one of
    these rulebooks; `rules` tells, for each kind of thread, the digest of the rules meanwhile.
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
    """What an event says that changes no clock, and why; `state` tells whether it stays so.

    `claimed_on` is as it was told, even where no calendar knows it. `obligation` is the clock that
    it would have changed, where it is a date that is doubted.
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
