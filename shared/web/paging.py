"""Keyset pagination: parse a query string into a page request."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_origin, get_type_hints

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from shared.errors import FieldError, InvalidInputError
from shared.messages.annotations import split_annotated, split_optional
from shared.messages.schema import field_of
from shared.store.document import document_meta
from shared.store.pages import PageRequest

MAX_PAGE_SIZE = 500
FLAGS = {"true": True, "false": False}
PAGE = ("after", "limit")
_NUMBER = re.compile(r"[0-9]{1,3}")
_FIGURE = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def filterable_fields(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields by which a list can be filtered: the first of each index, hence fast."""
    meta = document_meta(kind)
    hints = get_type_hints(kind)
    first = dict.fromkeys(fields[0] for fields in (*meta.indexes, *meta.unique))
    return tuple(name for name in first if get_origin(hints[name]) is not tuple)


def parse_page_request(kind: type[Any], query: Mapping[str, str]) -> PageRequest:
    """Parse `after`, `limit` and filters; `InvalidInputError` names every wrong or unknown one."""
    faults = [*_faults_of_form(query)]
    wanted: dict[str, Any] = {}
    known = filterable_fields(kind)
    for name, text in query.items():
        if name in known:
            faults += _read(kind, name, text, wanted)
        elif name not in PAGE:
            faults.append(FieldError(name, f"不能按此查询；可用：{'、'.join((*known, *PAGE))}"))
    limit = query.get("limit", "50")
    if not (_NUMBER.fullmatch(limit) and 1 <= int(limit) <= MAX_PAGE_SIZE):
        faults.append(FieldError("limit", f"应为 1 至 {MAX_PAGE_SIZE} 的整数"))
    if faults:
        raise InvalidInputError(tuple({fault.field: fault for fault in faults}.values()))
    return PageRequest(wanted, query.get("after", ""), int(limit))


def _faults_of_form(query: Mapping[str, str]) -> Iterator[FieldError]:
    """Yield faults common to all filters: duplicate names, control characters."""
    for name, text in query.items():
        if isinstance(query, MultiDict) and len(query.getlist(name)) > 1:
            yield FieldError(name, "出现了两次，请只写一次")
        elif _CONTROL.search(text):
            yield FieldError(name, "含有控制字符")


def _read(kind: type[Any], name: str, text: str, wanted: dict[str, Any]) -> Iterator[FieldError]:
    hint = get_type_hints(kind, include_extras=True)[name]
    try:
        wanted[name] = field_of(hint).deserialize(_given(hint, text))
    except ValidationError as error:
        yield from (FieldError(name, str(message)) for message in error.messages)
    except OverflowError:
        yield FieldError(name, "时间超出范围")


def _given(hint: Any, text: str) -> Any:
    """Return a query's text as the JSON value of its field; unchanged if it is none."""
    base = split_annotated(split_optional(split_annotated(hint)[0])[0])[0]
    if base is bool:
        return FLAGS.get(text, text)
    if base in (int, float) and _FIGURE.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
