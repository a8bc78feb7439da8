"""Conversion of fonts to TrueType outlines, whose text every PDF reader can extract.

A CID-keyed CFF font needs its own encoding in a PDF, which some readers do not support: they
extract no text at all.
"""

import io

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

ERROR_EM = 0.001
"""How far a curve may move, as a part of the size of its type: a ninetieth of a point at most."""

_TRUETYPE = "\x00\x01\x00\x00"
_NO_NAMES = 3.0
_NO_PROGRAMS = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
)


def quadratic(content: bytes) -> bytes:
    """Convert a font to quadratic outlines; one that has them already is returned unchanged."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    if "CFF " not in font:
        return content
    glyphs = _glyphs(font)
    font["loca"], outlines = newTable("loca"), newTable("glyf")
    outlines.glyphOrder, outlines.glyphs = font.getGlyphOrder(), glyphs
    font["glyf"] = outlines
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    outlines.compile(font)
    for name, glyph in glyphs.items():
        font["hmtx"][name] = font["hmtx"][name][0], getattr(glyph, "xMin", 0)
    _set_limits(font)
    kept = io.BytesIO()
    font.save(kept)
    return kept.getvalue()


def _glyphs(font: TTFont) -> dict[str, object]:
    drawn = font.getGlyphSet()
    error = font["head"].unitsPerEm * ERROR_EM
    made = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, error, reverse_direction=True))
        made[name] = pen.glyph()
    return made


def _set_limits(font: TTFont) -> None:
    limits = font["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for name in _NO_PROGRAMS:
        setattr(limits, name, 0)
    limits.compile(font)
    font["post"].formatType = _NO_NAMES
    font.sfntVersion = _TRUETYPE
