"""Watch that what an act obliges to is answered, in whichever order act and answer arrive."""

from dataclasses import replace

from services.coordination.reactions.domain import (
    Pair,
    Reaction,
    open_reaction,
    pair_id,
    reaction_id,
    reply_of,
    rules_for_act,
    rules_for_answer,
    settle,
)
from shared.uow import UnitOfWork


def note_act(uow: UnitOfWork, event: object) -> None:
    """Open what an act obliges to; the answer may have come already."""
    for rule in rules_for_act(event):
        opened = open_reaction(rule, event, uow.cause, uow.now)
        known = _pair(uow, pair_id(rule, opened.key))
        pair = replace(known, acts=(*known.acts, opened.act_id))
        uow.save(pair, settle(opened, pair))


def note_reply(uow: UnitOfWork, event: object) -> None:
    """Keep an answer, and settle what it answers; its act may come later."""
    for rule in rules_for_answer(event):
        known = _pair(uow, pair_id(rule, getattr(event, rule.answer_key)))
        pair = replace(known, replies=(*known.replies, reply_of(uow.cause, uow.now)))
        owed = [uow.get(Reaction, reaction_id(act, rule)) for act in pair.acts]
        uow.save(pair, *(settle(reaction, pair) for reaction in owed))


def _pair(uow: UnitOfWork, key: str) -> Pair:
    return uow.find(Pair, key) or Pair(key)
