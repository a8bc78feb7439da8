"""Take in cases for detention, and what departments add to them."""

from dataclasses import replace

from services.casework.detentions.messages import DetentionReferred, DetentionSupplemented
from services.casework.numbers.messages import NumberKind
from services.casework.procedures.case_file import note, settle
from services.casework.procedures.contested_numbers import tell_contested
from services.casework.procedures.dates import check_taken, check_told
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.step_events import taken_of
from services.casework.procedures.vocabulary import Organ
from services.public_security.cases.domain import EarlyNews, check_referrer, early_id
from services.public_security.detentions.domain import ReferredDetention, arrive, keep
from shared.errors import NotFoundError
from shared.handling import UnitOfWork, claim, find_of, get_of

HERE = Organ.PUBLIC_SECURITY


def note_referral(uow: UnitOfWork, event: DetentionReferred) -> None:
    """Take in a case, with what was said of it before; a case known already stays as it is.

    Another department's case of the same number is kept beside it, and both departments are told.
    """
    publisher = uow.cause.department
    check_referrer(event.case_id, event.referred_by, publisher)
    if find_of(uow, ReferredDetention, event.case_id, publisher) is not None:
        return
    check_told(event.taken_on, uow)
    arrived = arrive(event, claim(uow, ReferredDetention, event.case_id, publisher), uow.today)
    news = uow.find(EarlyNews, early_id(event.case_id, publisher))
    waiting = replace(arrived, early=news.steps if news else ())
    uow.save(settle(DETENTION, waiting, HERE, keep))
    tell_contested(uow, NumberKind.DETENTION, event.case_id, arrived)


def note_supplement(uow: UnitOfWork, event: DetentionSupplemented) -> None:
    """Join to the file what the department handed in [853号 13]."""
    publisher, told = uow.cause.department, taken_of(event, uow)
    try:
        before = get_of(uow, ReferredDetention, event.case_id, publisher)
    except NotFoundError:
        key = early_id(event.case_id, publisher)
        news = uow.find(EarlyNews, key) or EarlyNews(key)
        uow.save(replace(news, steps=(*news.steps, told)))
        return
    check_taken(told, before.referred_on, uow)
    after = note(DETENTION, before, told, HERE, keep)
    if after != before:
        uow.save(after)
