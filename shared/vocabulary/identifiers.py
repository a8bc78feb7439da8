"""Identifiers that departments exchange, validated by their standards.

No check raises: an invalid identifier gives False, also if empty or much too long. Only the
canonical form is accepted, because identifiers are keys: `code_form` and `plot_form` return it for
typed input.
"""

import re
import unicodedata

from shared.texts.characters import HYPHENS
from shared.vocabulary.credit_codes import LENGTH as CREDIT_CODE_LENGTH
from shared.vocabulary.credit_codes import is_credit_code
from shared.vocabulary.divisions import (
    current,
    division_name,
    is_code_prefix,
    is_county,
    is_division,
)

__all__ = [
    "code_form",
    "county_of",
    "division_name",
    "division_of",
    "is_county",
    "is_credit_code",
    "is_division",
    "is_parcel_code",
    "is_permit_number",
    "is_plot_code",
    "permit_holder",
    "plot_form",
]

COUNTY_LENGTH = 6
_PERMIT_NUMBER = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}[0-9]{3}[0-9A-Z]")
_PLOT_CODE = re.compile(r"[0-9]{6}[0-9A-Za-z-]{0,25}[0-9A-Za-z]")
_PARCEL_CODE = re.compile(r"[0-9]{12}[A-Z]{2}[0-9]{5}")
_SPACES = re.compile(r"\s")
_HYPHENS = re.compile(f"[{HYPHENS}]")
_GAPS = re.compile(f"[\\s\\-{HYPHENS}]")


def code_form(text: str) -> str:
    """Return the canonical spelling of a code of digits and capitals: half-width, without gaps."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).upper()


def plot_form(text: str) -> str:
    """Return the canonical spelling of a plot code: half-width, no spaces, hyphens as `-`."""
    bare = _SPACES.sub("", unicodedata.normalize("NFKC", text))
    return _HYPHENS.sub("-", bare)


def is_permit_number(text: str) -> bool:
    """Return whether text is a discharge permit number (排污许可证编号) [HJ 608-2017].

    22 characters: the holder's valid credit code, three digits and one digit or letter, such as
    `91130200699229617X001P`. The form of the 2016 trial for holders without a credit code, which
    begins with `H9`, is not accepted: it names no holder that could be matched.
    """
    return bool(_PERMIT_NUMBER.fullmatch(text)) and is_credit_code(permit_holder(text))


def is_plot_code(text: str) -> bool:
    """Return whether text can be a plot code (地块编码).

    No official rule for the whole code is published, so it is opaque except for its first six
    digits, the county. Up to 32 digits, letters and `-`, such as `140728-0007`.
    """
    return bool(_PLOT_CODE.fullmatch(text)) and is_code_prefix(county_of(text))


def is_parcel_code(text: str) -> bool:
    """Return whether text is a cadastral parcel code (宗地代码) [GB/T 37346].

    19 characters: county 6, cadastral district 3, sub-district 3, two letters for the kind of right
    and a serial of 5, such as `140728001002GB00007`.
    """
    return bool(_PARCEL_CODE.fullmatch(text)) and is_code_prefix(county_of(text))


def permit_holder(permit_number: str) -> str:
    """Return the credit code of a permit's holder, which matches permits with plots."""
    return permit_number[:CREDIT_CODE_LENGTH]


def county_of(code: str) -> str:
    """Return the county code at the start of a plot or parcel code."""
    return code[:COUNTY_LENGTH]


def division_of(text: str) -> str:
    """Return the present division that a division, plot or parcel code names, "" if it is none."""
    if is_division(text) or is_plot_code(text) or is_parcel_code(text):
        return current(county_of(text))
    return ""
