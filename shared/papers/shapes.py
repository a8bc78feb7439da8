"""What a font file knows of characters: their widths, and a small font of those in use."""

from collections import defaultdict

import uharfbuzz as hb

from shared.papers.fonts import SIMPLIFIED, Face, font_file


class Shapes:
    """Reads widths out of the font files, and remembers which characters were asked for."""

    def __init__(self) -> None:
        self._fonts: dict[Face, hb.Font] = {}
        self._widths: dict[tuple[str, Face], float] = {}
        self._used: defaultdict[Face, set[int]] = defaultdict(set)
        self.missing: set[str] = set()

    def width(self, char: str, face: Face) -> float:
        """Tell the width of a character, as a part of the size of its type."""
        place = char, face
        if place not in self._widths:
            self._widths[place] = self._look_up(char, face)
        return self._widths[place]

    def small_fonts(self) -> dict[Face, bytes]:
        """Give for each face a font file of the characters that were asked for, and no others.

        The embedding library reads a font from end to end: of 65,000 shapes that takes seconds.
        """
        return {face: self._small(face, used) for face, used in sorted(self._used.items())}

    def _look_up(self, char: str, face: Face) -> float:
        if face not in self._fonts:
            self._fonts[face] = hb.Font(
                hb.Face(hb.Blob.from_file_path(str(font_file(face))), SIMPLIFIED)
            )
        font = self._fonts[face]
        glyph = font.get_nominal_glyph(ord(char))
        if glyph is None:
            self.missing.add(char)
            return 1.0
        self._used[face].add(ord(char))
        return float(font.get_glyph_h_advance(glyph)) / float(font.face.upem)

    def _small(self, face: Face, used: set[int]) -> bytes:
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.UNICODE).update(used)
        wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
        return bytes(hb.subset(self._fonts[face].face, wanted).blob.data)
