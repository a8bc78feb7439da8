"""Accept cases for detention, complete their file, and decide on them."""

from dataclasses import replace
from typing import Any

from services.casework.procedures.case_file import RecordedStep, record_own_step
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.step_event import step_taken_event
from services.casework.procedures.vocabulary import Organ
from services.casework.steps.messages import Step
from services.public_security.detentions.commands import (
    CopyDecision,
    DecideOnDetention,
    DeclineDetention,
    ExtendDetentionPeriod,
    ForwardDetention,
    ReceiptDetention,
    RejectDetention,
    RequestDetentionSupplement,
)
from services.public_security.detentions.domain import ReferredDetention, check_days, extend
from services.public_security.detentions.messages import (
    DetentionDecided,
    DetentionDecisionCopied,
    DetentionForwarded,
    DetentionNotCompetent,
    DetentionPeriodExtended,
    DetentionReceipted,
    DetentionRejected,
    DetentionSupplementRequested,
)
from shared.handling import UnitOfWork
from shared.vocabulary import current


def receipt(uow: UnitOfWork, command: ReceiptDetention) -> ReferredDetention:
    """Accept a case and issue the receipt [853号 12; psa.60-61]."""
    case = _record_step(uow, command.case_id, Step.RECEIPTED, by=command.officer)
    uow.emit(DetentionReceipted(case.own_number, case.referred_by, uow.today, command.officer))
    return case


def request_supplement(uow: UnitOfWork, command: RequestDetentionSupplement) -> ReferredDetention:
    """Ask in writing for clarification [853号 13]."""
    case = _record_step(uow, command.case_id, Step.SUPPLEMENT_REQUESTED, words=command.reason)
    asked = DetentionSupplementRequested(
        case.own_number, case.referred_by, uow.today, command.reason
    )
    uow.emit(asked)
    return case


def forward(uow: UnitOfWork, command: ForwardDetention) -> ReferredDetention:
    """Forward a case to the competent organ [psa.60-61]."""
    case_id, where, organ = command.case_id, command.to_division, command.to_organ
    uow.save(replace(uow.get(ReferredDetention, case_id), handler=organ))
    why = command.reason
    case = _record_step(uow, case_id, Step.FORWARDED, words=why, county=where, handler=organ)
    uow.emit(DetentionForwarded(case.own_number, case.referred_by, uow.today, where, organ, why))
    return case


def decline(uow: UnitOfWork, command: DeclineDetention) -> ReferredDetention:
    """Return a case that public security is not competent for [psa.60-61]."""
    case = _record_step(uow, command.case_id, Step.NOT_COMPETENT, words=command.reason)
    uow.emit(DetentionNotCompetent(case.own_number, case.referred_by, uow.today, command.reason))
    return case


def detain(uow: UnitOfWork, command: DecideOnDetention) -> ReferredDetention:
    """Decide on detention [853号 14]."""
    number, days, who = command.document_number, command.days, command.detained
    known = uow.get(ReferredDetention, command.case_id)
    check_days(known, days)
    uow.save(replace(known, detained=who))
    case = _record_step(
        uow, command.case_id, Step.DETAINED, document_number=number, words=f"拘留{days}日"
    )
    uow.emit(DetentionDecided(case.own_number, case.referred_by, uow.today, number, days, who))
    return case


def extend_period(uow: UnitOfWork, command: ExtendDetentionPeriod) -> ReferredDetention:
    """Record that the superior organ extended the time for a case, and publish it [psa.165]."""
    case = extend(uow.get(ReferredDetention, command.case_id), command, uow.today)
    uow.save(case)
    uow.emit(
        DetentionPeriodExtended(
            case_id=case.own_number,
            taken_by=uow.department,
            taken_at=uow.now,
            referred_by=case.referred_by,
            handled_by=uow.department,
            county=case.county,
            approved_by=command.approved_by,
            document_number=command.document_number,
        )
    )
    return case


def copy_decision(uow: UnitOfWork, command: CopyDecision) -> ReferredDetention:
    """Send the department a copy of the decision [853号 14]."""
    number = command.document_number
    case = _record_step(uow, command.case_id, Step.DECISION_COPIED, document_number=number)
    uow.emit(DetentionDecisionCopied(case.own_number, case.referred_by, uow.today, number))
    return case


def reject(uow: UnitOfWork, command: RejectDetention) -> ReferredDetention:
    """Return a case whose conditions are not met, with the reasons [853号 15]."""
    number, why = command.document_number, command.reason
    case = _record_step(uow, command.case_id, Step.REJECTED, document_number=number, words=why)
    uow.emit(DetentionRejected(case.own_number, case.referred_by, uow.today, number, why))
    return case


def _record_step(uow: UnitOfWork, case_id: str, step: Step, **said: Any) -> ReferredDetention:
    """Record a step that the procedure allows, save the case, publish the step without names."""
    case = uow.get(ReferredDetention, case_id)
    actor = said.pop("by", uow.cause.actor)
    taken = RecordedStep(step, Organ.PUBLIC_SECURITY, actor, uow.today, uow.now, **said)
    after = record_own_step(DETENTION, case, taken)
    if taken.county:
        after = replace(after, division=current(taken.county))
    uow.save(after)
    uow.emit(
        step_taken_event(
            DETENTION,
            after,
            taken,
            case_id=after.own_number,
            referred_by=after.referred_by,
            county=after.county,
            division=after.referrer_division,
            handled_division=after.division,
            organ_name=after.handler,
        )
    )
    return after
