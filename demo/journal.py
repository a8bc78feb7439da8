"""What the demo did and saw: flows, their acts, the events of each, and where each took effect."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from demo.subscribers import titles
from shared.handling import LEGAL_ZONE


@dataclass(slots=True)
class ExpectedEvent:
    """An event that an act must bring about, and the departments that must hear it.

    What did not happen is None: `published_at` of an event that nobody heard, the time of effect
    of a department that did not hear it.
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
        """List the departments where it has not taken effect."""
        return [name for name, at in self.effects.items() if at is None]


@dataclass(frozen=True, slots=True)
class CheckedState:
    """What must be so after an act, and what was found."""

    what: str
    wanted: str
    found: str

    @property
    def ok(self) -> bool:
        """Tell whether it is as it must be."""
        return self.wanted == self.found


@dataclass(slots=True)
class FlowRequest:
    """One request of a clerk's system, what it was answered, and all that followed from it."""

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
        """Tell how long the last effect took from the act; None if the act published nothing."""
        times = [
            effect for fact in self.facts for effect in fact.effects.values() if effect is not None
        ]
        return self.since(max(times)) if times else None

    def since(self, at: datetime) -> int:
        """Tell how many milliseconds after the act something happened."""
        published = [fact.published_at for fact in self.facts if fact.published_at is not None]
        act = min(published, default=self.began)
        return round((at - act) / timedelta(milliseconds=1))

    def missing(self) -> Iterator[str]:
        """Say what did not happen, one sentence each."""
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
    """One of the linked flows, on which records it ran and what was made up for it."""

    title: str
    basis: str
    records: tuple[str, ...]
    made_up: tuple[str, ...]
    acts: list[FlowRequest] = field(default_factory=list)
    broken: str = ""

    def missing(self) -> Iterator[str]:
        """Say what did not happen in this flow, one sentence each."""
        for act in self.acts:
            yield from act.missing()
        if self.broken:
            yield f"{self.title}：未能走完：{self.broken}"


@dataclass(slots=True)
class DemoJournal:
    """All flows of a run, with what the coordination office says of the reactions owed."""

    began: datetime
    flows: list[FlowRecord] = field(default_factory=list)
    reactions: list[dict[str, str]] = field(default_factory=list)
    took_s: float = 0.0

    def missing(self) -> list[str]:
        """Say what did not happen in the whole run, one sentence each."""
        found = [sentence for flow in self.flows for sentence in flow.missing()]
        for owed in self.reactions:
            if owed["ended_at"] is None:
                who, what = titles()[owed["owner"]], owed["act_title"]
                found.append(f"台账：{who}未回应“{what}”（{owed['key']}）")
        return found


def local(at: datetime) -> str:
    """Write an instant as people here read it."""
    return f"{at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M:%S}（北京时间）"
