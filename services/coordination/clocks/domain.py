"""What the office keeps: what it heard of a thing, and the clocks that follow from it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from services.coordination.clocks.change import Change
from shared.calendar import Pause, Unit
from shared.document import document


class ObligationState(StrEnum):
    """Where a clock stands."""

    RUNNING = "计时中"
    DUE_SOON = "即将到期"
    OVERDUE = "已逾期"
    SUSPENDED = "已中止"
    FULFILLED = "已履行"
    WITHDRAWN = "已撤回"

    @property
    def is_ended(self) -> bool:
        """Tell whether nothing is owed any more."""
        return self in (ObligationState.FULFILLED, ObligationState.WITHDRAWN)


class ActKind(StrEnum):
    """What a person may do to a clock."""

    SUSPEND = "中止"
    RESUME = "恢复"
    EXTEND = "延长"
    CORRECT = "更正起算"


@dataclass(frozen=True, slots=True)
class Heard:
    """One event as the clocks need it: who did what when, and the fields that rules look at."""

    id: str
    event: str
    by: str
    publisher: str
    at: datetime
    causation: str | None
    correlation: str
    said: dict[str, str]

    @property
    def identity(self) -> str:
        """Name the act that an event tells of.

        Who has no voice here is told of by others, perhaps by several: theirs is one act.
        """
        if self.by == self.publisher:
            return self.id
        told = "|".join((self.event, self.by, self.at.isoformat(), *self.said.values()))
        return sha256(told.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Act:
    """What a person did to one clock, when, and why; `at` is from when it holds."""

    id: str
    obligation: str
    kind: ActKind
    at: datetime
    who: str
    why: str
    length: int = 0
    unit: Unit = Unit.NATURAL_DAY
    approved_by: str = ""


@document("threads", title="事项脉络", key="id", indexes=(("kind",),))
class Thread:
    """All that was heard of one thing, in whichever order it arrived; clocks follow from it alone.

    Every event about the thing writes it, so that none can miss another that arrives at once.
    """

    id: str
    kind: str
    key: str
    heard: tuple[Heard, ...] = ()
    acts: tuple[Act, ...] = ()
    obligations: tuple[str, ...] = ()


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
    `counted` tells how the end of the period was found.
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
    late: bool = False
    reason: str = ""
    history: tuple[Change, ...] = field(default=())


class RecountState(StrEnum):
    """How far a recount is."""

    RUNNING = "进行中"
    DONE = "已完成"


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
class Counted:
    """By what all open clocks stand since the last recount that was done; one for the office.

    Clocks that a recount did not move are not written and still bear an older calendar, or one of
    these rulebooks; `rules` tells, for each kind of thread, the digest of the rules meanwhile.
    """

    id: str
    calendar: str
    rulebooks: tuple[str, ...]
    rules: dict[str, str]
