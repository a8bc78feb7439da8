"""Record cases for detention, and what departments add to them."""

from dataclasses import replace

from services.casework.detentions.messages import DetentionReferred, DetentionSupplemented
from services.casework.numbers.messages import NumberKind
from services.casework.procedures.case_file import apply_waiting, record_remote_step
from services.casework.procedures.contested_numbers import publish_contested
from services.casework.procedures.dates import check_not_in_future, check_step_day
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.step_events import recorded_step_of
from services.casework.procedures.vocabulary import Organ
from services.public_security.cases.domain import EarlySteps, check_referrer, early_steps_id
from services.public_security.detentions.domain import (
    ReferredDetention,
    open_referred_detention,
    with_step_effect,
)
from shared.errors import NotFoundError
from shared.handling import UnitOfWork, claim, find_of, get_of

HERE = Organ.PUBLIC_SECURITY


def note_referral(uow: UnitOfWork, event: DetentionReferred) -> None:
    """Record a case and its early steps; a case that is known already is unchanged.

    Another department's case of the same number is stored beside it, and both departments are
    notified.
    """
    publisher = uow.cause.department
    check_referrer(event.case_id, event.referred_by, publisher)
    if find_of(uow, ReferredDetention, event.case_id, publisher) is not None:
        return
    check_not_in_future(event.taken_on, uow)
    arrived = open_referred_detention(
        event, claim(uow, ReferredDetention, event.case_id, publisher), uow.today
    )
    news = uow.find(EarlySteps, early_steps_id(event.case_id, publisher))
    waiting = replace(arrived, early=news.steps if news else ())
    uow.save(apply_waiting(DETENTION, waiting, HERE, with_step_effect))
    publish_contested(uow, NumberKind.DETENTION, event.case_id, arrived)


def note_supplement(uow: UnitOfWork, event: DetentionSupplemented) -> None:
    """Add what the department handed in to the file [853号 13]."""
    publisher, told = uow.cause.department, recorded_step_of(event, uow)
    try:
        before = get_of(uow, ReferredDetention, event.case_id, publisher)
    except NotFoundError:
        key = early_steps_id(event.case_id, publisher)
        news = uow.find(EarlySteps, key) or EarlySteps(key)
        uow.save(replace(news, steps=(*news.steps, told)))
        return
    check_step_day(told, before.referred_on, uow)
    after = record_remote_step(DETENTION, before, told, HERE, with_step_effect)
    if after != before:
        uow.save(after)
