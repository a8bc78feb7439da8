"""The facts of a case that papers need, for either side."""

from dataclasses import dataclass
from datetime import date

from services.casework.detentions.messages import ApprovalForm
from services.casework.messages import Material, Suspect
from services.casework.papers.forms.parts import MaterialLine, PaperPerson, Party
from services.casework.procedures.case_file import RecordedStep
from services.casework.steps.messages import POLICE_DEPARTMENT, Step, Track
from shared.vocabulary import IdentifierKind, kind_of

NUMBERS = {
    IdentifierKind.IDENTITY: "居民身份证号",
    IdentifierKind.PASSPORT: "护照号码",
    IdentifierKind.CREDIT_CODE: "统一社会信用代码",
    IdentifierKind.OTHER: "证件号码",
}
"""The name of a number on paper."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case with the names of its organs, as they stand on paper.

    `office` is the organ that binds the file; `form` is None in criminal cases.
    """

    case_id: str
    track: Track
    case_name: str
    office: str
    referrer: str
    police: str
    procuratorate: str
    state: str
    opened_on: date
    materials: tuple[Material, ...]
    history: tuple[RecordedStep, ...]
    suspects: tuple[Suspect, ...] = ()
    charge: str = ""
    officers: tuple[str, ...] = ()
    penalties: str | None = None
    form: ApprovalForm | None = None

    def last(self, *steps: Step) -> RecordedStep | None:
        """Return the latest of these steps."""
        return next((taken for taken in reversed(self.history) if taken.step in steps), None)

    def organ(self, owner: str) -> str:
        """Return the name of the organ that has a duty in this case."""
        named = {POLICE_DEPARTMENT: self.police, "procuratorate": self.procuratorate}
        return named.get(owner, self.referrer)

    @property
    def parties(self) -> tuple[Party, ...]:
        """The parties that the case is about."""
        if self.form is not None:
            return (party_of(self.form),)
        return tuple(map(_suspect, self.suspects))


def _suspect(suspect: Suspect) -> Party:
    """Return a suspect with his number, labelled by its kind."""
    kind = suspect.identifier_kind or kind_of(suspect.identifier)
    return Party(f"{suspect.name}（{NUMBERS[kind]}：{suspect.identifier}）")


def party_of(form: ApprovalForm) -> Party:
    """Write the enterprise of an official form [853号 10]."""
    at = form.offender
    boss, manager = at.legal_representative, at.manager
    return Party(
        at.name,
        at.organization_code,
        at.address,
        at.postcode,
        PaperPerson(boss.name, boss.identifier, boss.phone),
        PaperPerson(manager.name, manager.identifier, manager.phone),
    )


def lines_of(materials: tuple[Material, ...], provided_by: str) -> tuple[MaterialLine, ...]:
    """Write materials as lines of a list, the kind before the name, the hash as remark."""
    return tuple(
        MaterialLine(
            material.name
            if material.name.startswith(material.kind)
            else f"{material.kind}：{material.name}",
            "1份",
            provided_by,
            f"{'纸质原件' if material.original_on_paper else '电子件'}；SHA-256 {material.sha256}",
        )
        for material in materials
    )
