"""What departments owe one another after an act, and whether it came."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.coordination.reactions.required import RULES, Rule
from shared.document import document
from shared.message import meta_of
from shared.uow import Cause


class ReactionState(StrEnum):
    """Whether what is owed came."""

    OPEN = "待回应"
    ANSWERED = "已回应"


@document(
    "reactions",
    title="应有回应",
    key="id",
    indexes=(("state",), ("correlation",), ("owed_by",)),
)
class Reaction:
    """What one act obliges one department to; `id` is the act's event id and the rule's name."""

    id: str
    act_id: str
    act_type: str
    act_title: str
    acted_by: str
    owed_by: str
    answer_types: tuple[str, ...]
    key: str
    correlation: str
    basis: tuple[str, ...]
    opened_at: datetime
    state: ReactionState = ReactionState.OPEN
    answered_at: datetime | None = None
    answer_id: str | None = None
    answer_type: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that came."""

    answer_id: str
    answer_type: str
    department: str
    causation: str | None
    at: datetime


@document("pairs", title="应答对应", key="id")
class Pair:
    """All acts and replies of one rule about one thing, in whichever order they arrived.

    Act and reply both write it, so that neither can miss the other when they arrive at once.
    """

    id: str
    acts: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()


def rules_for_act(event: object) -> Iterator[Rule]:
    """List the rules by which an event must be answered."""
    return (rule for rule in RULES if isinstance(event, rule.act))


def rules_for_answer(event: object) -> Iterator[Rule]:
    """List the rules by which an event is an answer."""
    return (rule for rule in RULES if isinstance(event, rule.answers))


def reaction_id(act_id: str, rule: Rule) -> str:
    """Name what an act obliges to by a rule."""
    return f"{act_id}:{rule.name}"


def pair_id(rule: Rule, key: object) -> str:
    """Name what acts and replies of a rule about one thing have in common."""
    return f"{rule.name}:{key}"


def open_reaction(rule: Rule, event: object, cause: Cause, now: datetime) -> Reaction:
    """Begin to wait for the answer to an act."""
    return Reaction(
        id=reaction_id(cause.id, rule),
        act_id=cause.id,
        act_type=cause.type,
        act_title=meta_of(event).title,
        acted_by=cause.department,
        owed_by=rule.debtor(event),
        answer_types=tuple(meta_of(answer).type for answer in rule.answers),
        key=str(getattr(event, rule.act_key)),
        correlation=cause.correlation,
        basis=rule.basis,
        opened_at=cause.published_at or now,
    )


def reply_of(cause: Cause, now: datetime) -> Reply:
    """Write down an answer."""
    return Reply(
        answer_id=cause.id,
        answer_type=cause.type,
        department=cause.department,
        causation=cause.causation,
        at=cause.published_at or now,
    )


def answers(reply: Reply, reaction: Reaction, acts: Container[str]) -> bool:
    """Tell whether a reply answers an act: the act caused it, or it came later and names none.

    `acts` are the ids of all known acts it could answer: if one of them caused it, only that one.
    """
    if reply.department != reaction.owed_by:
        return False
    if reply.causation in acts:
        return reply.causation == reaction.act_id
    return reply.at >= reaction.opened_at


def settle(reaction: Reaction, pair: Pair) -> Reaction:
    """Keep which reply answered, the first that does, and when."""
    found = [reply for reply in pair.replies if answers(reply, reaction, pair.acts)]
    if reaction.state is ReactionState.ANSWERED or not found:
        return reaction
    first = min(found, key=lambda reply: reply.at)
    return replace(
        reaction,
        state=ReactionState.ANSWERED,
        answered_at=first.at,
        answer_id=first.answer_id,
        answer_type=first.answer_type,
    )
