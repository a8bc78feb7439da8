"""Record referred cases, and the steps of departments and the procuratorate, in any order."""

from dataclasses import replace

from services.casework.messages import CaseReferred
from services.casework.numbers.messages import NumberKind
from services.casework.procedures.case_file import (
    RecordedStep,
    apply_waiting,
    position_of,
    record_remote_step,
)
from services.casework.procedures.contested_numbers import publish_contested
from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.dates import check_not_in_future, check_step_day
from services.casework.procedures.remote_steps import RemoteStepFit, fit_remote_step
from services.casework.procedures.step_events import CaseEvent, recorded_step_of
from services.casework.procedures.vocabulary import Organ
from services.public_security.cases.domain import (
    EarlySteps,
    ReferredCase,
    check_referrer,
    early_steps_id,
    open_referred_case,
    with_step_effect,
)
from services.public_security.cases.own_steps import publish_step
from shared.errors import NotFoundError
from shared.handling import UnitOfWork, all_of, claim, find_of, get_of

HERE = Organ.PUBLIC_SECURITY
PROCURATORATE = "procuratorate"


def note_referral(uow: UnitOfWork, event: CaseReferred) -> None:
    """Record a case and its early steps; a case that is known already is unchanged.

    Another department's case of the same number is stored beside it, and both departments are
    notified.
    """
    publisher = uow.cause.department
    check_referrer(event.case_id, event.referred_by, publisher)
    if find_of(uow, ReferredCase, event.case_id, publisher) is not None:
        return
    check_not_in_future(event.referred_on, uow)
    arrived = open_referred_case(
        event, claim(uow, ReferredCase, event.case_id, publisher), uow.today
    )
    told = [
        step
        for speaker in (publisher, PROCURATORATE)
        if (news := uow.find(EarlySteps, early_steps_id(event.case_id, speaker))) is not None
        for step in news.steps
    ]
    waiting = replace(arrived, early=tuple(told))
    _save(uow, arrived, apply_waiting(criminal_of(publisher), waiting, HERE, with_step_effect))
    publish_contested(uow, NumberKind.CASE, event.case_id, arrived)


def record_step_event(uow: UnitOfWork, event: CaseEvent) -> None:
    """Record a step in a referred case; a known step changes nothing, an early one waits."""
    publisher, told = uow.cause.department, recorded_step_of(event, uow)
    before = _case_of(uow, told, event.case_id, publisher)
    if before is None:
        key = early_steps_id(event.case_id, publisher)
        news = uow.find(EarlySteps, key) or EarlySteps(key)
        uow.save(replace(news, steps=(*news.steps, told)))
        return
    check_step_day(told, before.referred_on, uow)
    after = record_remote_step(
        criminal_of(before.referred_by), before, told, HERE, with_step_effect
    )
    if after != before:
        _save(uow, before, after)


def _case_of(
    uow: UnitOfWork, step: RecordedStep, number: str, publisher: str
) -> ReferredCase | None:
    """Find the case of a step, None before it arrived; `NotYoursError` if it is another's.

    The procuratorate names no department: of several cases with one number, its step belongs to the
    one that it fits, and else to the case of the department that used the number first.
    """
    if step.organ is Organ.REFERRER:
        try:
            return get_of(uow, ReferredCase, number, publisher)
        except NotFoundError:
            return None
    cases = tuple(all_of(uow, ReferredCase, number))
    fitting = [case for case in cases if _fits(case, step)]
    return next(iter(fitting if len(fitting) == 1 else cases), None)


def _fits(case: ReferredCase, step: RecordedStep) -> bool:
    table, at = criminal_of(case.referred_by), position_of(case)
    return (
        fit_remote_step(table, at, step.step, step.organ, HERE, step.marking)[0]
        is RemoteStepFit.FITS
    )


def _save(uow: UnitOfWork, before: ReferredCase, after: ReferredCase) -> None:
    """Save a case, and publish for the procuratorate which of its steps took effect."""
    uow.save(after)
    for taken in after.history[len(before.history) :]:
        if taken.organ is Organ.PROCURATORATE and not taken.overtaken:
            publish_step(uow, after, taken)
