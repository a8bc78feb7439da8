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

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)

SHORT_FORM = "urn:liandong:"
"""What partners' tools of the first release write before the name of the contract."""


def refuse_other_envelope(envelope: Envelope, meta: MessageMeta, city: str) -> None:
    """Raise `InvalidInputError` unless the attributes are those that the contract names.

    The first part of `source` is compared for departments of this `city`; a partner may be of
    another division, as the province is. Without a `city` it is not compared.
    """
    if faults := tuple(_faults(envelope, meta, city)):
        raise InvalidInputError(faults)


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


def _faults(envelope: Envelope, meta: MessageMeta, city: str) -> Iterator[FieldError]:
    if not _UUID.fullmatch(envelope.id):
        yield FieldError("id", "应为 UUID，如 01960000-0000-7000-8000-000000000001")
    ours = source_of(city, envelope.department)
    if city and envelope.department in department_names() and envelope.source != ours:
        yield FieldError("source", f"应为本市的 {ours}，实为 {envelope.source}")
    if envelope.dataschema not in (meta.dataschema, f"{SHORT_FORM}{meta.contract}"):
        yield FieldError("dataschema", f"应为 {meta.dataschema}，实为 {envelope.dataschema}")
    if envelope.classification != meta.classification:
        level = meta.classification.value
        yield FieldError("classification", f"契约规定为 {level}，实为 {envelope.classification}")
    yield from _misnumbered(envelope)


def _misnumbered(envelope: Envelope) -> Iterator[FieldError]:
    number = envelope.sequence
    if number > MOST:
        yield FieldError("sequence", f"不得大于 {MOST}，实为 {number}")
    elif envelope.previous is None:
        if not may_begin(number):
            yield FieldError(
                "sequence", f"{number} 不能是某一事项的首号：首号从 1 起，或紧随整百万之后"
            )
    elif max(read_previous(envelope.previous).values()) >= number:
        yield FieldError("previous", f"所列序号应小于本事件的序号 {number}")


def _refuse_wrong_seal(envelope: Envelope, meta: MessageMeta, message: object) -> None:
    if not is_sealed(envelope):
        raise InvalidInputError((FieldError("data", "限制性事件须密封后发出，实为明文"),))
    named = {envelope.department, *meta.openers(message)}
    if others := sorted(sealed_for(envelope) - named):
        fault = f"密封的收件方多于契约所列：{'、'.join(others)} 无权阅读"
        raise InvalidInputError((FieldError("data", fault),))
