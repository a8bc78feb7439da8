"""Take in referred cases, and what departments and the procuratorate say of them, in any order."""

from dataclasses import replace

from services.casework.messages import CaseReferred
from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.news import News, taken_of
from services.casework.procedures.record import note, settle
from services.casework.procedures.terms import Organ
from services.public_security.cases.domain import (
    EarlyNews,
    ReferredCase,
    arrive,
    check_referrer,
    early_id,
    keep,
)
from services.public_security.cases.taking import tell
from shared.uow import UnitOfWork

HERE = Organ.PUBLIC_SECURITY
PROCURATORATE = "procuratorate"


def note_referral(uow: UnitOfWork, event: CaseReferred) -> None:
    """Take in a case, with what was said of it before; a case known already stays as it is."""
    if uow.find(ReferredCase, event.case_id) is not None:
        return
    arrived = arrive(event, uow.cause.department, uow.today)
    told = [
        step
        for publisher in (event.referred_by, PROCURATORATE)
        if (news := uow.find(EarlyNews, early_id(event.case_id, publisher))) is not None
        for step in news.steps
    ]
    waiting = replace(arrived, early=tuple(told))
    _save(uow, arrived, settle(criminal_of(arrived.referred_by), waiting, HERE, keep))


def note_news(uow: UnitOfWork, event: News) -> None:
    """Note a step in a referred case; known news changes nothing, early news waits."""
    publisher, told = uow.cause.department, taken_of(event, uow)
    before = uow.find(ReferredCase, event.case_id)
    if before is None:
        key = early_id(event.case_id, publisher)
        news = uow.find(EarlyNews, key) or EarlyNews(key)
        uow.save(replace(news, steps=(*news.steps, told)))
        return
    if told.organ is Organ.REFERRER:
        check_referrer(event.case_id, before.referred_by, publisher)
    after = note(criminal_of(before.referred_by), before, told, HERE, keep)
    if after != before:
        _save(uow, before, after)


def _save(uow: UnitOfWork, before: ReferredCase, after: ReferredCase) -> None:
    """Save a case, and tell for the procuratorate which of its steps took effect."""
    uow.save(after)
    for taken in after.history[len(before.history) :]:
        if taken.organ is Organ.PROCURATORATE and not taken.overtaken:
            tell(uow, after, taken)
