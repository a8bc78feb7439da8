"""The papers of the department that refers a case: approval, letter, list."""

from services.casework.messages import MaterialKind
from services.casework.papers.data.facts import CaseFacts, lines_of, party_of
from services.casework.papers.forms.approvals import DetentionApproval, TransferApproval
from services.casework.papers.forms.lists import ItemHandover, MaterialList
from services.casework.papers.forms.parts import ItemLine, Officer, Opinion, PaperSigner
from services.casework.papers.forms.transfers import DetentionTransferLetter, TransferLetter
from services.casework.procedures.case_file import RecordedStep
from services.casework.steps.messages import Step

BASIS = "《行政执法机关移送涉嫌犯罪案件的规定》第五条、第六条"
SEE_REPORT = "详见案件调查报告"


def opinion_of(taken: RecordedStep | None) -> Opinion:
    """Return the opinion of a person in an approval; blank where there is none yet."""
    return Opinion(taken.words, taken.by, taken.on) if taken else Opinion()


def transfer_approval(case: CaseFacts) -> TransferApproval:
    """Fill in the head's decision on a report [17号 5; 310号 5]."""
    reported = case.last(Step.REPORTED)
    return TransferApproval(
        office=case.referrer,
        case_name=case.case_name,
        suspects=case.parties,
        charge=case.charge,
        facts=SEE_REPORT,
        basis=BASIS,
        investigators="、".join(case.officers) or None,
        reported_on=reported.on if reported else None,
        handler=Opinion("提请移送", reported.by, reported.on) if reported else Opinion(),
        head=opinion_of(case.last(Step.APPROVED, Step.REFUSED)),
    )


def transfer_letter(case: CaseFacts) -> TransferLetter:
    """Fill in the letter of a suspected crime [17号 6; 310号 6]."""
    sent = case.last(Step.SENT)
    return TransferLetter(
        office=case.referrer,
        to=case.police,
        case_name=case.case_name,
        suspects=case.parties,
        charge=case.charge,
        facts=SEE_REPORT,
        basis=BASIS,
        handlers=tuple(Officer(name) for name in case.officers),
        materials=lines_of(case.materials, case.referrer),
        penalised=case.penalties,
        copies_to=(case.procuratorate,),
        issued_on=sent.on if sent else None,
    )


def material_list(case: CaseFacts) -> MaterialList:
    """Fill in the list that both sides sign [853号 11; 17号 6]."""
    sent, receipt = case.last(Step.SENT), case.last(Step.RECEIPTED)
    return MaterialList(
        office=case.referrer,
        to=case.police,
        case_name=case.case_name,
        materials=lines_of(case.materials, case.referrer),
        giver=PaperSigner(sent.by) if sent else None,
        taker=PaperSigner(receipt.by) if receipt else None,
        handed_on=sent.on if sent else None,
    )


def item_handover(case: CaseFacts) -> ItemHandover:
    """Fill in the items that go to public security [17号 10; 310号 12]."""
    handed, filed = case.last(Step.ITEMS_HANDED), case.last(Step.FILED)
    listed = [
        material.name for material in case.materials if material.kind is MaterialKind.ITEM_LIST
    ]
    return ItemHandover(
        office=case.referrer,
        to=case.police,
        case_name=case.case_name,
        items=tuple(ItemLine(name) for name in listed),
        filing_number=filed.document_number if filed else None,
        other=handed.words if handed else None,
        giver=PaperSigner(handed.by) if handed else None,
        handed_on=handed.on if handed else None,
    )


def detention_approval(case: CaseFacts) -> DetentionApproval:
    """Fill in the official approval form with its four signatures [853号 10]."""
    form, drafted = case.form, case.last(Step.DRAFTED)
    if form is None:
        raise TypeError(f"{case.case_id} is no case for detention")
    return DetentionApproval(
        office=case.referrer,
        case_name=case.case_name,
        party=party_of(form),
        facts=form.summary,
        basis=f"{form.ground}；{form.suggestion}",
        number=form.approval_number,
        investigators="、".join(form.investigators),
        unit=form.unit,
        handler=Opinion(form.suggestion, form.handler, drafted.on if drafted else None),
        enforcement=opinion_of(case.last(Step.UNIT_AGREED)),
        legal=opinion_of(case.last(Step.LEGAL_AGREED)),
        head=opinion_of(case.last(Step.APPROVED, Step.REFUSED)),
    )


def detention_transfer_letter(case: CaseFacts) -> DetentionTransferLetter:
    """Fill in the letter that asks for detention [853号 11]."""
    form, sent = case.form, case.last(Step.SENT)
    if form is None:
        raise TypeError(f"{case.case_id} is no case for detention")
    return DetentionTransferLetter(
        office=case.referrer,
        to=case.police,
        case_name=case.case_name,
        party=party_of(form),
        facts=form.summary,
        basis=form.ground,
        proposal=form.suggestion,
        handlers=(Officer(form.handler),),
        number=form.approval_number,
        investigators="、".join(form.investigators),
        unit=form.unit,
        issued_on=sent.on if sent else None,
    )
