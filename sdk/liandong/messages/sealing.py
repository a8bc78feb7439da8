"""Sealed events: an event's data, encrypted for its recipients only.

The envelope stays readable; its `data` becomes `{"sealed": {…}}`. So signing, storage, claim
checks, publishing and resending all work on the sealed bytes.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from liandong.envelope import Envelope
from liandong.envelope.strict_json import loads
from liandong.errors import CannotOpen, Malformed
from liandong.keys.seal_crypto import FORM, SealedBox, open_bytes, seal_bytes
from liandong.keys.sealing_keys import MARK, PrivateKeyProvider, Recipients

SEALED = "sealed"


def seal(
    envelope: Envelope, departments: Iterable[str], recipients: Recipients, at: datetime
) -> Envelope:
    """Encrypt an event for these departments and its publisher, with their keys in use at `at`.

    Raises `NoRecipientKey` if one of them has none, `Malformed` for an event with a `dataref`:
    sealing precedes the claim check.
    """
    if envelope.dataref is not None:
        raise Malformed("dataref: an event is sealed before its content is claimed")
    keys = recipients.of((envelope.department, *departments), at)
    box = seal_bytes(orjson.dumps(dict(envelope.data)), binding_of(envelope), keys)
    return replace(envelope, data={SEALED: _written(box)})


def is_sealed(envelope: Envelope) -> bool:
    """Return whether an event's data has the form of a seal."""
    return is_sealed_data(envelope.data)


def is_sealed_data(data: Mapping[str, Any]) -> bool:
    """Return whether data has the form of a seal."""
    return data.keys() == {SEALED} and isinstance(data[SEALED], Mapping) and "form" in data[SEALED]


def sealed_for(envelope: Envelope) -> frozenset[str]:
    """Return the departments that an event is sealed for, its publisher included.

    They are derived from the key ids; nothing proves that only those departments hold the keys.
    """
    keys = _read(envelope.data).keys
    return frozenset(key_id.rpartition(MARK)[0] or key_id for key_id in keys)


def unseal(envelope: Envelope, keys: PrivateKeyProvider) -> Envelope:
    """Decrypt an event with one of these keys, or raise `CannotOpen`.

    Verify the signature first: a seal does not authenticate the publisher.
    """
    box = _read(envelope.data)
    for key_id, wrapped in box.keys.items():
        if (private_key := keys.find(key_id)) is not None:
            content = open_bytes(box, binding_of(envelope), wrapped, private_key)
            return replace(envelope, data=_object(content))
    raise CannotOpen(f"none of your keys opens it: it is sealed for {', '.join(box.keys)}")


def binding_of(envelope: Envelope) -> bytes:
    """Return the bytes that bind a seal to its event, so that it opens in no other one."""
    parts = (FORM, envelope.id, envelope.type, envelope.source, envelope.subject)
    return "\n".join(parts).encode()


def _written(box: SealedBox) -> dict[str, Any]:
    return {
        "form": FORM,
        "content": _text(box.content),
        "commitment": _text(box.commitment),
        "keys": {key_id: _text(wrapped) for key_id, wrapped in box.keys.items()},
    }


def _read(data: Mapping[str, Any]) -> SealedBox:
    if not is_sealed_data(data):
        raise CannotOpen("it is not sealed")
    told = data[SEALED]
    if told["form"] != FORM:
        raise CannotOpen(f"it is sealed in a form that is not known here: {told['form']}")
    try:
        keys = {str(key_id): _bytes(wrapped) for key_id, wrapped in told["keys"].items()}
        return SealedBox(_bytes(told["content"]), _bytes(told["commitment"]), keys)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CannotOpen("its seal has another form than it says") from error


def _object(content: bytes) -> dict[str, Any]:
    try:
        data = loads(content, where="data")
    except Malformed as error:
        raise CannotOpen(f"what was sealed is no JSON ({error.reason})") from error
    if not isinstance(data, dict):
        raise CannotOpen("what was sealed is no JSON object")
    return data


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
