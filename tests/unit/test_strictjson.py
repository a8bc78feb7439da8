"""Strict JSON parsing: one interpretation only."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.envelope.strict_json import loads
from liandong.errors import DuplicateName, Malformed, NotJson, NotUtf8, TooDeep

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def nested(levels: int) -> bytes:
    """Make lists nested `levels` deep."""
    return b"[" * levels + b"]" * levels


@given(JSON, st.booleans(), st.sampled_from([None, 1]))
def test_what_is_right_is_read_as_it_is(
    value: object, ascii_only: bool, indent: int | None
) -> None:
    """No colon, escape or blank makes a valid text suspicious."""
    raw = json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode(errors="surrogatepass")
    try:
        assert loads(raw) == value
    except NotJson:  # lone surrogates
        assert b"\\ud" in raw
    except NotUtf8:
        assert not ascii_only


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":1}',
        b'{"a":1,"a" :1,"b" : 2}',
        rb'{"a":1,"\u0061":2}',
        rb'{"a":1,"a":"x","b":"\u003a"}',
        rb'{"a":1,"a":"x","b":"\u003A"}',
        b'{"x":[{"y":{"a":":","b":1,"a":2}}]}',
        rb'{"\/":1,"/":2}',
        b'{"a":' + nested(60) + b',"a":1}',
        b'{"":1,"":2}',
    ],
)
def test_a_name_twice_is_refused_however_it_is_written(raw: bytes) -> None:
    """A text has one interpretation."""
    with pytest.raises(DuplicateName, match="stands twice") as caught:
        loads(raw)
    assert caught.value.name in {"a", "/", ""}


def test_levels_are_counted() -> None:
    """A depth that no store accepts is refused by the parser."""
    assert loads(nested(64)) is not None
    with pytest.raises(TooDeep, match="64"):
        loads(nested(65))
    with pytest.raises(TooDeep):
        loads(b'{"a":' * 300 + b"1" + b"}" * 300)
    with pytest.raises(Malformed):
        loads(nested(20_000))
    wide = b'[[1],{"a[[{":[3],"b\\"]}":"]"},[4]]' + b" " * 10
    assert loads(wide, depth=3)
    with pytest.raises(TooDeep):
        loads(wide, depth=2)


@pytest.mark.parametrize(
    "raw", ['{"地块": 1}'.encode("gb18030"), "\ufeff{}".encode(), "{}".encode("utf-16")]
)
def test_another_encoding_is_called_so(raw: bytes) -> None:
    """For a file from an office program, the message names the remedy."""
    with pytest.raises(NotUtf8, match="UTF-8"):
        loads(raw)


@pytest.mark.parametrize("raw", [b"", b"{", b'{"a":NaN}', b'{"a":1}{}', b"{'a':1}"])
def test_what_is_no_json_is_called_so(raw: bytes) -> None:
    """The reason begins with the position that the caller names."""
    with pytest.raises(NotJson, match=r"^dataref: not JSON"):
        loads(raw, where="dataref")
