"""Character widths from font files, and subset fonts of the characters in use."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

import uharfbuzz as hb

from shared.papers.editions import FIRST, NEWEST
from shared.papers.fonts.files import Face, Font, fonts_for
from shared.papers.fonts.outlines import quadratic
from shared.papers.fonts.scripts import runs


class FontRun(NamedTuple):
    """A part of a line in one font; `joined` letters need shaping."""

    text: str
    font: Font
    joined: bool


class FontMetrics:
    """Reads character widths from font files, and records the characters used from each font."""

    def __init__(self, edition: int = NEWEST) -> None:
        self._edition = edition
        self._found: dict[tuple[str, Face], tuple[Font, float]] = {}
        self._used: defaultdict[Font, set[str]] = defaultdict(set)
        self.missing: set[str] = set()

    def width(self, char: str, face: Face) -> float:
        """Return the width of a character, as a fraction of the type size."""
        place = char, face
        if place not in self._found:
            self._found[place] = self._find(char, face)
        return self._found[place][1]

    def pieces(self, text: str, face: Face) -> Iterator[FontRun]:
        """Split a measured line into runs of one font each."""
        for words, joined in [(text, False)] if self._edition == FIRST else runs(text):
            fonts = [self._found[char, face][0] for char in words]
            if joined:
                yield FontRun(words, fonts[0], joined)
                continue
            for font, group in groupby(zip(words, fonts, strict=True), lambda pair: pair[1]):
                yield FontRun("".join(char for char, _ in group), font, joined)

    def small_fonts(self) -> dict[Font, bytes]:
        """Return for each font a subset file with only the characters in use.

        The embedding library parses a font completely: with 65,000 glyphs that takes seconds.
        """
        return {font: self._small(font, used) for font, used in sorted(self._used.items())}

    def _find(self, char: str, face: Face) -> tuple[Font, float]:
        first = None
        for font in fonts_for(face):
            first = first or font
            glyph = loaded(font).get_nominal_glyph(ord(char))
            if glyph is not None:
                self._used[font].add(char)
                advance = float(loaded(font).get_glyph_h_advance(glyph))
                return font, advance / float(loaded(font).face.upem)
            if self._edition == FIRST:
                break
        self.missing.add(char)
        assert first is not None  # noqa: S101  a face has a font, or FontMissingError was raised
        return first, 1.0

    def _small(self, font: Font, used: set[str]) -> bytes:
        wanted = hb.SubsetInput()
        marked = any(joined for _, joined in runs("".join(sorted(used))))
        wanted.sets(hb.SubsetInputSets.UNICODE).update(map(ord, used | self._spaces()))
        if not marked or self._edition == FIRST:
            wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
        content = bytes(hb.subset(loaded(font).face, wanted).blob.data)
        return content if self._edition == FIRST else quadratic(content)

    def _spaces(self) -> set[str]:
        """Return what every subset must contain: else the code of a space means another sign."""
        return set() if self._edition == FIRST else {" "}


@cache
def loaded(font: Font) -> hb.Font:
    """Open a font file, cached per process."""
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(font.path)), font.face))
