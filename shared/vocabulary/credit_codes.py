"""Unified social credit codes (统一社会信用代码) [GB 32100-2015]: form, check sign, kinds."""

import re

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 signs: no I, O, S, V, Z."""

LENGTH = 18
PATTERN = "[1-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}"
_CODE = re.compile(PATTERN)
_KINDS = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "1239",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "1239",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
"""Which second signs go with the first: the kinds that each registering organ has."""


def is_credit_code(text: str) -> bool:
    """Return whether text is a credit code: 18 signs with a check sign, as `91130200699229617X`.

    The first two signs are the registering organ and the kind; both can be letters: `N2` is a
    collective of a village, `A1` an institution of the army.
    """
    return _CODE.fullmatch(text) is not None and ends_on_check(text)


def fits_organ(text: str) -> bool:
    """Return whether the second sign is a kind that the organ of the first sign registers."""
    return text[1:2] in _KINDS.get(text[:1], "") and len(text) > 1


def ends_on_check(text: str) -> bool:
    """Return whether the last sign is the check sign of the others."""
    return text[-1] == check_sign(text[:-1])


def check_sign(body: str) -> str:
    """Return the check sign of the first 17 signs."""
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return SIGNS[-total % 31]
