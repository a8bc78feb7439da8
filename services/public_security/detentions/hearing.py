"""Take in cases for detention, and what departments add to them."""

from dataclasses import replace

from services.casework.detentions.messages import DetentionReferred, DetentionSupplemented
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.news import taken_of
from services.casework.procedures.record import note, settle
from services.casework.procedures.terms import Organ
from services.public_security.cases.domain import EarlyNews, check_referrer, early_id
from services.public_security.detentions.domain import ReferredDetention, arrive, keep
from shared.uow import UnitOfWork

HERE = Organ.PUBLIC_SECURITY


def note_referral(uow: UnitOfWork, event: DetentionReferred) -> None:
    """Take in a case, with what was said of it before; a case known already stays as it is."""
    if uow.find(ReferredDetention, event.case_id) is not None:
        return
    arrived = arrive(event, uow.cause.department, uow.today)
    news = uow.find(EarlyNews, early_id(event.case_id, event.referred_by))
    waiting = replace(arrived, early=news.steps if news else ())
    uow.save(settle(DETENTION, waiting, HERE, keep))


def note_supplement(uow: UnitOfWork, event: DetentionSupplemented) -> None:
    """Join to the file what the department handed in [853号 13]."""
    publisher, told = uow.cause.department, taken_of(event, uow)
    before = uow.find(ReferredDetention, event.case_id)
    if before is None:
        key = early_id(event.case_id, publisher)
        news = uow.find(EarlyNews, key) or EarlyNews(key)
        uow.save(replace(news, steps=(*news.steps, told)))
        return
    check_referrer(event.case_id, before.referred_by, publisher)
    after = note(DETENTION, before, told, HERE, keep)
    if after != before:
        uow.save(after)
