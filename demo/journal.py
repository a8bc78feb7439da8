"""The journal of a run: flows, their commands, and the events and effects of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from demo.subscribers import titles
from shared.handling import LEGAL_ZONE


@dataclass(slots=True)
class ExpectedEvent:
    """An event that a command must cause, and the departments in which it must take effect.

    `published_at` is None if it took effect nowhere; a time in `effects` is None where it did not.
    """

    title: str
    type: str
    subject: str
    restricted: bool
    effects: dict[str, datetime | None]
    id: str = ""
    publisher: str = ""
    published_at: datetime | None = None
    because: str = ""

    @property
    def missing(self) -> list[str]:
        """The departments where it has not taken effect."""
        return [name for name, at in self.effects.items() if at is None]


@dataclass(frozen=True, slots=True)
class CheckedState:
    """An expected state after a command, and the actual one."""

    what: str
    wanted: str
    found: str

    @property
    def ok(self) -> bool:
        """Whether the actual state is the expected one."""
        return self.wanted == self.found


@dataclass(slots=True)
class FlowRequest:
    """One request of a clerk's system, its answer, and the events and states that followed."""

    what: str
    department: str
    role: str
    request: str
    answer: str
    ms: float
    began: datetime
    facts: list[ExpectedEvent] = field(default_factory=list)
    states: list[CheckedState] = field(default_factory=list)
    correlation: str = ""
    note: str = ""

    @property
    def slowest_ms(self) -> int | None:
        """The milliseconds from the act to its last effect; None without effects."""
        times = [
            effect for fact in self.facts for effect in fact.effects.values() if effect is not None
        ]
        return self.since(max(times)) if times else None

    def since(self, at: datetime) -> int:
        """Return the milliseconds from the act's first publication to `at`."""
        published = [fact.published_at for fact in self.facts if fact.published_at is not None]
        act = min(published, default=self.began)
        return round((at - act) / timedelta(milliseconds=1))

    def missing(self) -> Iterator[str]:
        """Yield a sentence for each missing event, effect or state."""
        for fact in self.facts:
            if fact.published_at is None:
                yield f"{self.what}：没有等到“{fact.title}”（{fact.subject}）"
            elif fact.missing:
                deaf = "、".join(titles()[name] for name in fact.missing)
                yield f"{self.what}：“{fact.title}”未在{deaf}生效"
        for state in self.states:
            if not state.ok:
                yield f"{self.what}：{state.what}应为“{state.wanted}”，实为“{state.found}”"


@dataclass(slots=True)
class FlowRecord:
    """One of the linked flows: its requests, real records and fictional parts."""

    title: str
    basis: str
    records: tuple[str, ...]
    made_up: tuple[str, ...]
    acts: list[FlowRequest] = field(default_factory=list)
    broken: str = ""

    def missing(self) -> Iterator[str]:
        """Yield a sentence for each missing reaction in this flow."""
        for act in self.acts:
            yield from act.missing()
        if self.broken:
            yield f"{self.title}：未能走完：{self.broken}"


@dataclass(slots=True)
class DemoJournal:
    """All flows of a run, and the obligations listed by the coordination office."""

    began: datetime
    flows: list[FlowRecord] = field(default_factory=list)
    reactions: list[dict[str, str]] = field(default_factory=list)
    took_s: float = 0.0

    def missing(self) -> list[str]:
        """Return a sentence for each missing reaction in the whole run."""
        found = [sentence for flow in self.flows for sentence in flow.missing()]
        for owed in self.reactions:
            if owed["ended_at"] is None:
                who, what = titles()[owed["owner"]], owed["act_title"]
                found.append(f"台账：{who}未回应“{what}”（{owed['key']}）")
        return found


def local(at: datetime) -> str:
    """Format an instant in Beijing time for the report."""
    return f"{at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M:%S}（北京时间）"
