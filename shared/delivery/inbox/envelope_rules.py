"""Checks an envelope against the contract of its event: a signed message may still be wrong."""

import re
from functools import lru_cache

from liandong.envelope import Envelope
from liandong.envelope.validation import read_previous
from liandong.messages.sealing import is_sealed, sealed_for
from shared.catalog.catalog import department_names
from shared.errors import FieldError, InvalidInputError
from shared.handling.sequence import MAX_SEQUENCE, may_begin
from shared.messages.meta import MessageMeta
from shared.messages.namespace import source_of

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

WRONG_ID = FieldError("id", "应为 UUID，如 01960000-0000-7000-8000-000000000001")
SHORT_FORM = "urn:liandong:"
"""The prefix of a contract's name in `dataschema`, as partners' tools of release 0.1 write it."""


def refuse_other_envelope(envelope: Envelope, meta: MessageMeta, city: str) -> None:
    """Raise `InvalidInputError` unless the attributes are those that the contract prescribes.

    `source` is compared for departments of this `city` only: a partner may belong to another
    division, such as the province. Without a `city` it is not compared.
    """
    wanted = (meta.dataschema, meta.contract, meta.classification.value)
    given = (envelope.dataschema, envelope.classification)
    faults = (
        *(() if _UUID.fullmatch(envelope.id) else (WRONG_ID,)),
        *_fixed_faults(envelope.source, given, wanted, city),
        *_number_faults(envelope),
    )
    if faults:
        raise InvalidInputError(faults)


def refuse_other_data(envelope: Envelope, meta: MessageMeta, message: object) -> None:
    """Raise `InvalidInputError` if the data of an event contradict its envelope.

    The envelope's subject must equal the message's, and a sealed event must name only recipients
    that its contract authorizes. `envelope` holds the data as transmitted, `message` the loaded
    event.
    """
    about = str(getattr(message, meta.subject))
    if about != envelope.subject:
        fault = f"应与内容中的 {meta.subject}（{about}）相同，实为 {envelope.subject}"
        raise InvalidInputError((FieldError("subject", fault),))
    if meta.sealed_for:
        _refuse_wrong_seal(envelope, meta, message)


@lru_cache(maxsize=4096)
def _fixed_faults(
    source: str, given: tuple[str, str], wanted: tuple[str, str, str], city: str
) -> tuple[FieldError, ...]:
    """Compare the attributes that are constant per publisher and contract, hence the cache.

    `given` is schema and classification, `wanted` the contract's schema, name and classification.
    """
    faults = []
    (schema, level), (right_schema, contract, right_level) = given, wanted
    department = source.rpartition("/")[2]
    ours = source_of(city, department)
    if city and department in department_names() and source != ours:
        faults.append(FieldError("source", f"应为本市的 {ours}，实为 {source}"))
    if schema not in (right_schema, f"{SHORT_FORM}{contract}"):
        faults.append(FieldError("dataschema", f"应为 {right_schema}，实为 {schema}"))
    if level != right_level:
        faults.append(FieldError("classification", f"契约规定为 {right_level}，实为 {level}"))
    return tuple(faults)


def _number_faults(envelope: Envelope) -> tuple[FieldError, ...]:
    number = envelope.sequence
    if number > MAX_SEQUENCE:
        return (FieldError("sequence", f"不得大于 {MAX_SEQUENCE}，实为 {number}"),)
    if envelope.previous is None:
        if may_begin(number):
            return ()
        words = f"{number} 不能是某一事项的首号：首号从 1 起，或紧随整百万之后"
        return (FieldError("sequence", words),)
    if max(read_previous(envelope.previous).values()) < number:
        return ()
    return (FieldError("previous", f"所列序号应小于本事件的序号 {number}"),)


def _refuse_wrong_seal(envelope: Envelope, meta: MessageMeta, message: object) -> None:
    if not is_sealed(envelope):
        raise InvalidInputError((FieldError("data", "限制性事件须密封后发出，实为明文"),))
    named = {envelope.department, *meta.authorized_readers(message)}
    if others := sorted(sealed_for(envelope) - named):
        fault = f"密封的收件方多于契约所列：{'、'.join(others)} 无权阅读"
        raise InvalidInputError((FieldError("data", fault),))
