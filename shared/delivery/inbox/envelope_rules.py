"""An envelope against the contract of its event: what is signed must also be right."""

import re
from collections.abc import Iterator

from liandong.checks import read_previous
from liandong.envelope import Envelope
from liandong.sealing import is_sealed, sealed_for
from shared.catalog.catalog import department_names
from shared.errors import FieldError, InvalidInputError
from shared.handling.sequence import MOST, may_begin
from shared.messages.meta import MessageMeta
from shared.messages.namespace import source_of

Fixed = tuple[str, str, str, str, str]
MOST_REMEMBERED = 4096
_FAULTLESS: set[Fixed] = set()  # attributes that were found right: they repeat from event to event
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)

SHORT_FORM = "urn:liandong:"
"""What partners' tools of the first release write before the name of the contract."""


def refuse_other_envelope(envelope: Envelope, meta: MessageMeta, city: str) -> None:
    """Raise `InvalidInputError` unless the attributes are those that the contract names.

    The first part of `source` is compared for departments of this `city`; a partner may be of
    another division, as the province is. Without a `city` it is not compared.
    """
    key = (envelope.type, envelope.source, envelope.dataschema, envelope.classification, city)
    fixed = () if key in _FAULTLESS else _fixed_faults(envelope, meta, city)
    if not fixed:
        _remember(key)
    wrong_id = not _UUID.fullmatch(envelope.id)
    if fixed or wrong_id or _number_fault(envelope):
        raise InvalidInputError(tuple(_faults(envelope, fixed)))


def refuse_other_data(envelope: Envelope, meta: MessageMeta, message: object) -> None:
    """Raise `InvalidInputError` if an event is about something else than its subject says.

    So it is if it is sealed for somebody whom its contract does not name. `envelope` has its data
    as it travelled, `message` is what it says.
    """
    about = str(getattr(message, meta.subject))
    if about != envelope.subject:
        fault = f"应与内容中的 {meta.subject}（{about}）相同，实为 {envelope.subject}"
        raise InvalidInputError((FieldError("subject", fault),))
    if meta.sealed_for:
        _refuse_wrong_seal(envelope, meta, message)


def _faults(envelope: Envelope, fixed: tuple[FieldError, ...]) -> Iterator[FieldError]:
    """Name all that is wrong, in the order of the attributes."""
    if not _UUID.fullmatch(envelope.id):
        yield FieldError("id", "应为 UUID，如 01960000-0000-7000-8000-000000000001")
    yield from fixed
    if fault := _number_fault(envelope):
        yield fault


def _fixed_faults(envelope: Envelope, meta: MessageMeta, city: str) -> tuple[FieldError, ...]:
    """Compare what is the same in every event of one publisher and contract."""
    faults = []
    department, schema, level = envelope.department, envelope.dataschema, envelope.classification
    ours = source_of(city, department)
    if city and department in department_names() and envelope.source != ours:
        faults.append(FieldError("source", f"应为本市的 {ours}，实为 {envelope.source}"))
    if schema not in (meta.dataschema, f"{SHORT_FORM}{meta.contract}"):
        faults.append(FieldError("dataschema", f"应为 {meta.dataschema}，实为 {schema}"))
    if level != meta.classification:
        wanted = meta.classification.value
        faults.append(FieldError("classification", f"契约规定为 {wanted}，实为 {level}"))
    return tuple(faults)


def _remember(key: Fixed) -> None:
    if len(_FAULTLESS) >= MOST_REMEMBERED:
        _FAULTLESS.clear()
    _FAULTLESS.add(key)


def _number_fault(envelope: Envelope) -> FieldError | None:
    number = envelope.sequence
    if number > MOST:
        return FieldError("sequence", f"不得大于 {MOST}，实为 {number}")
    if envelope.previous is None:
        if may_begin(number):
            return None
        return FieldError(
            "sequence", f"{number} 不能是某一事项的首号：首号从 1 起，或紧随整百万之后"
        )
    if max(read_previous(envelope.previous).values()) < number:
        return None
    return FieldError("previous", f"所列序号应小于本事件的序号 {number}")


def _refuse_wrong_seal(envelope: Envelope, meta: MessageMeta, message: object) -> None:
    if not is_sealed(envelope):
        raise InvalidInputError((FieldError("data", "限制性事件须密封后发出，实为明文"),))
    named = {envelope.department, *meta.openers(message)}
    if others := sorted(sealed_for(envelope) - named):
        fault = f"密封的收件方多于契约所列：{'、'.join(others)} 无权阅读"
        raise InvalidInputError((FieldError("data", fault),))
