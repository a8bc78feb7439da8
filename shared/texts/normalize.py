"""Normalization and comparison of texts.

A text is stored in NFC, trimmed and without invisible characters. Its length is the number of code
points of the stored form, as JSON Schema counts.
"""

import re
import unicodedata
from collections.abc import Iterable

from shared.texts.characters import CLOSING, DOTS, HYPHENS, MIDDLE_DOT, OPENING, STANDARD, STOPS

_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\u00a0\u2007\u202f]")
_JOINED = re.compile("[\u0600-\u08ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefe\U0001f000-\U0001faff]")
_JOINERS = "\u180e\u200c\u200d"
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f"
    "\u2060\u2061\u2062\u2063\u2064\u2800\u3164\ufeff\uffa0"
)
_SELECTORS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_STEERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LOST = "\ufffd"
_HAN = "[\u3400-\u9fff\U00020000-\U000323af]"
_HAN_DOT = re.compile(f"(?<={_HAN})[{DOTS}](?={_HAN})")
_PLAIN = (
    "!-~\u00b7\u2014\u2018\u2019\u201c\u201d\u2026\u3001\u3002\u3008-\u3011\u3014\u3015"
    "\u4e00-\u9fff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
)
_TIDY = re.compile(f"(?:[{_PLAIN}](?:[ {_PLAIN}]*[{_PLAIN}])?)?")
_FOLDED = str.maketrans(
    {
        **dict.fromkeys(DOTS + STOPS, MIDDLE_DOT),
        **dict.fromkeys(HYPHENS, "-"),
        **dict.fromkeys(OPENING, "〔"),
        **dict.fromkeys(CLOSING, "〕"),
    }
)


def tidy(text: str, *, lines: bool = False) -> str:
    """Return the stored form of a text.

    NFC, trimmed, without invisible characters, in the characters of GB 18030-2022; `lines` keeps
    line breaks, each as a line feed. Never raises: `fault` reports what cannot be stored.
    """
    if _TIDY.fullmatch(text):
        return text
    kept = unicodedata.normalize("NFC", text.translate(STANDARD))
    kept = _SPACES.sub(" ", _without_unseen(kept))
    if not lines:
        return _HAN_DOT.sub(MIDDLE_DOT, kept.strip())
    return "\n".join(line.rstrip() for line in _BREAKS.sub("\n", kept).split("\n")).strip()


def is_tidy(text: str) -> bool:
    """Return True if a text certainly is in stored form; False is undecided. A fast check."""
    return _TIDY.fullmatch(text) is not None


def fault(text: str, *, lines: bool = False) -> str | None:
    """Return in Chinese why a tidied text cannot be stored; None if it can."""
    for place, char in enumerate(text, 1):
        if char == "\n" and lines:
            continue
        if char in "\r\n\x0b\x0c\x85\u2028\u2029":
            return f"应为一行文字，第 {place} 个字符是换行，请删去"
        if char == _LOST and not lines:
            return f"第 {place} 个字符“�”是转换编码时丢失的字，请按原件重新录入"
        if _is_forbidden(char):
            return f"第 {place} 个字符是控制字符 U+{ord(char):04X}，看不见也不能打印，请删去"
    return None


def fold(text: str) -> str:
    """Return the comparison key of a text: equal for texts that look the same to people.

    Width, case, spaces, invisible characters, brackets, hyphens and the dots of minority names are
    ignored; texts that a reader can distinguish have different keys.
    """
    if text.isascii() and text.isalnum():
        return text.casefold()
    wide = unicodedata.normalize("NFKC", text.translate(STANDARD).translate(_FOLDED))
    wide = _SELECTORS.sub("", wide.translate(_FOLDED))
    seen = "".join(char for char in wide if not _is_unseen(char))
    return unicodedata.normalize("NFKC", seen.casefold())


def same(one: str | None, other: str | None) -> bool:
    """Return whether two texts look the same to a reader; None equals only None."""
    if one is None or other is None:
        return one is other
    return one == other or fold(one) == fold(other)


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Return each text once, tidied, in its first spelling; blank texts are left out."""
    found: dict[str, str] = {}
    for text in texts:
        if key := fold(text):
            found.setdefault(key, tidy(text))
    return tuple(found.values())


def _without_unseen(text: str) -> str:
    if not any(char in _UNSEEN or char in _JOINERS for char in text):
        return text
    return "".join(char for place, char in enumerate(text) if _stays(text, place, char))


def _stays(text: str, place: int, char: str) -> bool:
    """Return whether a character is kept: joiners only within scripts that join their letters."""
    if char in _JOINERS:
        return place > 0 and bool(_JOINED.fullmatch(text[place - 1]))
    return char not in _UNSEEN


def _is_unseen(char: str) -> bool:
    return char.isspace() or char in _UNSEEN or unicodedata.category(char) in ("Cc", "Cf", "Zs")


def _is_forbidden(char: str) -> bool:
    """Return whether a character is a control, a bidirectional control, or a noncharacter."""
    if char in _JOINERS:
        return False
    number = ord(char)
    if number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF:
        return True
    return char in _STEERING or unicodedata.category(char) in ("Cc", "Cf", "Cs")
