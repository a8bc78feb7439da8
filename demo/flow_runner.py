"""Runs a flow: posts a command, then waits for the expected events and states."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

from demo.client import City, Client, Json, until
from demo.journal import CheckedState, ExpectedEvent, FlowRecord, FlowRequest
from demo.subscribers import subscribers_of, titles
from shared.clock import system_clock
from shared.messages import Classification, meta_of
from shared.web import Role

DEADLINE_S = 10.0
LEDGER, LINES = "coordination", "/v1/ledger"
THIS_ACT = "本次办理"
Expected = tuple[type[Any], str] | tuple[type[Any], str, str]
"""An event, its subject, and for an addressed one its recipient."""
Outage = Callable[[str], AbstractContextManager[None]]


class FlowStoppedError(Exception):
    """A command was refused, so the flow cannot continue; the text includes the API's message."""


class FlowRunner:
    """One running flow: `post` a command, then `expect_events` and `expect_state`."""

    def __init__(
        self,
        city: City,
        flow: FlowRecord,
        say: Callable[[str], None],
        outage: Outage,
        *,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self.city = city
        self.flow = flow
        self.say = say
        self._outage = outage
        self._deadline_s = deadline_s

    def post(
        self,
        department: str,
        path: str,
        body: Json,
        what: str,
        *,
        role: Role = Role.CLERK,
        wait_s: int | None = None,
    ) -> Json:
        """Post a command and return the answer's body; `FlowStoppedError` if it was refused."""
        began = system_clock()
        answer = self.city[department].post(path, body, role=role, wait_s=wait_s)
        said = str(answer.body.get("state") or answer.body.get("kind") or "已办理")
        act = FlowRequest(what, department, role.value, f"POST {path}", said, answer.ms, began)
        self.flow.acts.append(act)
        if not answer.ok:
            act.answer = str(answer.body.get("detail"))
            raise FlowStoppedError(f"{what}：{act.answer}")
        self.say(f"  {titles()[department]}：{what} → {said}（{answer.ms:.0f} ms）")
        return answer.body

    def get(self, department: str, path: str, role: Role = Role.CLERK) -> Json:
        """Read a resource; empty if it does not exist or is refused."""
        answer = self.city[department].get(path, role=role)
        return answer.body if answer.ok else {}

    def expect_events(self, *expected: Expected) -> None:
        """Wait until these events of the last command took effect everywhere, or the deadline."""
        act = self.act
        act.facts = [_expected(*expectation) for expectation in expected]
        until(lambda: self._note_effects(act) or None, self._deadline_s)
        self._explain(act)
        if (slowest := act.slowest_ms) is not None:
            effects = sum(len(fact.effects) - len(fact.missing) for fact in act.facts)
            self.say(f"    {len(act.facts)} 个事件，{effects} 处生效，最慢 {slowest} ms")

    def expect_state(self, what: str, wanted: str, look: Callable[[], object]) -> None:
        """Wait until `look` returns the wanted state, or the deadline; record the result."""
        until(lambda: True if str(look()) == wanted else None, self._deadline_s)
        state = CheckedState(what, wanted, str(look()))
        self.act.states.append(state)
        self.say(f"    {what}：{state.found}{'' if state.ok else f'（应为 {wanted}）'}")

    def note(self, text: str) -> None:
        """Add a remark to the last command."""
        self.act.note = text

    @contextmanager
    def outage(self, department: str) -> Iterator[None]:
        """Kill a department's process; restart it at the end of the block."""
        self.say(f"  （{titles()[department]}的进程被强行结束）")
        with self._outage(department):
            yield
        self.say(f"  （{titles()[department]}已重新启动）")

    @property
    def act(self) -> FlowRequest:
        """The last command."""
        return self.flow.acts[-1]

    def _note_effects(self, act: FlowRequest) -> bool:
        for fact in act.facts:
            for department in fact.missing:
                _note_effect(fact, self.city[department], act.began)
        return not any(fact.missing for fact in act.facts)

    def _explain(self, act: FlowRequest) -> None:
        """Read the causes of the events from the ledger; restricted events are not in it."""
        office = self.city[LEDGER]
        titles_of = {fact.id: fact.title for fact in act.facts if fact.id}
        subjects = dict.fromkeys(fact.subject for fact in act.facts)

        def known() -> dict[str, Json] | None:
            """Return the ledger's lines once they contain an event of the command, else None."""
            found = [line for subject in subjects for line in office.items(LINES, subject=subject)]
            lines = {line["id"]: line for line in found}
            return lines if not titles_of.keys().isdisjoint(lines) else None

        lines = until(known, self._deadline_s) or {}
        act.correlation = next(
            (lines[event_id]["correlation"] for event_id in titles_of if event_id in lines), ""
        )
        chain = office.items(LINES, correlation=act.correlation) if act.correlation else []
        titles_of |= {line["id"]: line["title"] for line in chain}
        for fact in act.facts:
            if fact.id in lines:
                fact.because = titles_of.get(lines[fact.id]["causation"] or "", THIS_ACT)


def _expected(event: type[Any], subject: str, recipient: str = "") -> ExpectedEvent:
    meta = meta_of(event)
    restricted = meta.classification is Classification.RESTRICTED
    hearers = (recipient,) if recipient else subscribers_of(meta.type)
    return ExpectedEvent(meta.title, meta.type, subject, restricted, dict.fromkeys(hearers))


def _note_effect(fact: ExpectedEvent, client: Client, began: datetime) -> None:
    marks = client.items("/v1/effects", role=Role.OPS, subject=fact.subject)
    for mark in [mark for mark in marks if mark["type"] == fact.type]:
        published_at = datetime.fromisoformat(mark["published_at"])
        if published_at >= began and fact.effects[client.department] is None:
            fact.publisher, fact.id = mark["id"].partition("|")[0], mark["event_id"]
            fact.published_at = published_at
            fact.effects[client.department] = datetime.fromisoformat(mark["applied_at"])
