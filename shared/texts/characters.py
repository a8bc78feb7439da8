"""Characters used in place of another one: from old systems, copying and other keyboards."""

import unicodedata
from collections.abc import Iterator

MIDDLE_DOT = "\u00b7"
"""The dot within the names of minorities [民委发〔2016〕33号]."""

DOTS = "\u2022\u2027\u30fb\uff65\u2219\u22c5\u2e31\u0387\u16eb"
"""What keyboards and converters put in place of the middle dot."""

STOPS = ".\uff0e\u2024"
"""Full stops, which stand for the middle dot in a name and for themselves elsewhere."""

HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2043"
OPENING = "[\uff3b\u3010\u3014\u3016\u2772(\uff08"
CLOSING = "]\uff3d\u3011\u3015\u3017\u2773)\uff09"
"""Brackets around the year of a document number, which is written 〔2026〕 [GB/T 9704-2012]."""

_FIRST_PRIVATE = 0xE815
_TRAILS = (*range(0x50, 0x7F), *range(0x80, 0xA1))
_ADDED_LATER = {
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE831: 0x215D7,
    0xE832: 0x9FB8,
    0xE83B: 0x2298F,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE855: 0x241FE,
    0xE864: 0x9FBB,
}
"""GBK characters that GB 18030-2005 and -2022 moved out of the private use area."""

_RADICALS = {
    "⺁": "厂",
    "⺟": "母",
    "⺠": "民",
    "⻄": "西",
    "⻅": "见",
    "⻆": "角",
    "⻉": "贝",
    "⻋": "车",
    "⻓": "长",
    "⻔": "门",
    "⻘": "青",
    "⻙": "韦",
    "⻚": "页",
    "⻛": "风",
    "⻜": "飞",
    "⻝": "食",
    "⻢": "马",
    "⻣": "骨",
    "⻤": "鬼",
    "⻥": "鱼",
    "⻦": "鸟",
    "⻧": "卤",
    "⻨": "麦",
    "⻩": "黄",
    "⻬": "齐",
    "⻮": "齿",
    "⻰": "龙",
    "⻳": "龟",
}
"""Radicals that a PDF gives in place of characters, beside the block that NFKC folds."""


def _private() -> Iterator[tuple[int, int]]:
    """Yield GBK's private use code points (0xFE50 to 0xFEA0) with their Unicode characters."""
    for number, trail in enumerate(_TRAILS, _FIRST_PRIVATE):
        if number in _ADDED_LATER:
            yield number, _ADDED_LATER[number]
            continue
        found = ord(bytes((0xFE, trail)).decode("gb18030"))
        if unicodedata.category(chr(found)) != "Co":
            yield number, found


def _radicals() -> Iterator[tuple[int, int]]:
    for number in range(0x2F00, 0x2FD6):
        yield number, ord(unicodedata.normalize("NFKC", chr(number)))
    for radical, char in _RADICALS.items():
        yield ord(radical), ord(char)


STANDARD = {**dict(_private()), **dict(_radicals())}
"""Code points to write anew, with the character of GB 18030-2022 that each means."""
