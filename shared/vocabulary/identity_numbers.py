"""Identity numbers of persons and organisations: their kinds, and damage by spreadsheets.

A valid identity number takes precedence: one in 31 also passes the check of the credit code.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from shared.vocabulary.credit_codes import fits_organ, is_credit_code

LENGTH = 18
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
_PROVINCES = frozenset(
    f"{region}{number}"
    for region, numbers in {
        1: "12345",
        2: "123",
        3: "1234567",
        4: "123456",
        5: "01234",
        6: "12345",
        7: "1",
        8: "123",
    }.items()
    for number in numbers
)
"""The first two digits of GB/T 2260; 81 to 83 stand on residence permits of the same form."""

_RESIDENCE_PERMITS = ("81", "82", "83")
_PERMANENT_RESIDENT = "9"
_EARLIEST, _LATEST = 1850, 2100
_SCIENTIFIC = re.compile(
    r"[0-9](?:\.[0-9]+)?E\+[0-9]+|[0-9]\.[0-9]+E[0-9]+|[0-9]{9,}\.[0-9]*", re.I
)
_NEARLY = re.compile(r"[0-9]{15,19}[0-9X]")
_EIGHTEEN = re.compile(r"[0-9A-Z]{18}")
_CREDIT_SHAPE = re.compile(r"[1-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}")
_PASSPORT = re.compile(r"(?:[EGDSPHK][0-9]{8}|E[A-Z][0-9]{7}|[DSP]E[0-9]{7})")
_QUOTES = "'\"`=\u2018\u2019\u201c\u201d"
_GAPS = re.compile(r"[\s\-\u2010-\u2015\u2212]")
_FOLLOW = "请按证件原件重新录入；确为其他证件的，请注明证件种类（identifier_kind）为“其他”"


class IdentifierKind(StrEnum):
    """Kind of document that a number belongs to."""

    IDENTITY = "居民身份证"
    PASSPORT = "护照"
    CREDIT_CODE = "统一社会信用代码"
    OTHER = "其他"


def identifier_form(text: str) -> str:
    """Return the canonical spelling of an identifier: half-width, capital X, without gaps.

    An identifier that is not 18 characters long keeps its gaps and its case.
    """
    narrow = unicodedata.normalize("NFKC", text)
    bare = _GAPS.sub("", narrow.strip(_QUOTES + " ")).upper()
    if _EIGHTEEN.fullmatch(bare):
        return bare
    return narrow if narrow.isascii() else text


def is_identity_number(text: str) -> bool:
    """Return whether text is a citizen's identity number (公民身份号码) [GB 11643-1999].

    18 characters: division, date of birth, serial and check, as on the 居民身份证 and on residence
    permits of citizens of Hong Kong, Macao and Taiwan.
    """
    return (
        _IDENTITY.fullmatch(text) is not None
        and text[:2] in _PROVINCES
        and _is_birth(text[6:14])
        and text[14:17] != "000"
        and text[17] == _check_of(text)
    )


def kind_of(text: str) -> IdentifierKind:
    """Return the kind of a number whose kind was not given."""
    if is_identity_number(text):
        resident = text[:2] in _RESIDENCE_PERMITS
        return IdentifierKind.OTHER if resident else IdentifierKind.IDENTITY
    if is_credit_code(text) and fits_organ(text):
        return IdentifierKind.CREDIT_CODE
    return IdentifierKind.PASSPORT if _PASSPORT.fullmatch(text) else IdentifierKind.OTHER


def identifier_fault(text: str, kind: IdentifierKind | None = None) -> str | None:
    """Return in Chinese what is certainly wrong with a number, given its stated kind."""
    if _SCIENTIFIC.fullmatch(text):
        return f"“{text}”是电子表格改写的数字，后几位已丢失：请将单元格设为文本，按证件原件重新录入"
    match kind:
        case IdentifierKind.IDENTITY:
            return None if is_identity_number(text) else _identity_fault(text)
        case IdentifierKind.CREDIT_CODE:
            return None if is_credit_code(text) else _credit_fault()
        case None:
            return _fault_of_any(text)
    return None


def _fault_of_any(text: str) -> str | None:
    if is_identity_number(text) or is_credit_code(text) or _is_permanent_resident(text):
        return None
    if _NEARLY.fullmatch(text) and text[:2] in _PROVINCES and text[6:8] in ("18", "19", "20"):
        return _identity_fault(text)
    if _IDENTITY.fullmatch(text):
        return f"18 位号码的校验位不符，既不是居民身份证号，也不是统一社会信用代码：{_FOLLOW}"
    return _credit_fault() if _CREDIT_SHAPE.fullmatch(text) else None


def _identity_fault(text: str) -> str:
    if len(text) != LENGTH:
        return f"居民身份证号应为 18 位，这里是 {len(text)} 位：{_FOLLOW}"
    if not _IDENTITY.fullmatch(text):
        return f"居民身份证号应为 17 位数字加一位数字或 X：{_FOLLOW}"
    if text.endswith("000"):
        return f"居民身份证号的末几位像是被电子表格改成了 0：请将单元格设为文本，{_FOLLOW}"
    if not _is_birth(text[6:14]):
        return f"居民身份证号的第 7 至 14 位不是出生日期：{_FOLLOW}"
    return f"居民身份证号的校验位不符：{_FOLLOW}"


def _credit_fault() -> str:
    return (
        "不是有效的统一社会信用代码（18 位，含校验位；不用字母 I、O、S、V、Z）："
        "请按营业执照或登记证书重新录入；确为其他证件的，请注明证件种类（identifier_kind）为“其他”"
    )


def _is_permanent_resident(text: str) -> bool:
    """Return whether text is the number of a foreigner's permanent residence card of 2023."""
    return (
        _IDENTITY.fullmatch(text) is not None
        and text[0] == _PERMANENT_RESIDENT
        and text[1:3] in _PROVINCES
        and _is_birth(text[6:14])
        and text[17] == _check_of(text)
    )


def _is_birth(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return _EARLIEST <= born.year <= _LATEST


def _check_of(text: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11]
