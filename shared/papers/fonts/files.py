"""Font files of PDF papers: those of the Debian package fonts-noto-cjk, or of the city's folder.

A character that a face lacks is drawn in the next font that has it: the other faces, the city's
further fonts, then those of Debian packages (`FURTHER`). Fonts are not part of this project; each
PDF embeds only the glyphs that it shows.
"""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, NamedTuple

from shared.papers.errors import FontMissingError

FURTHER_SETTING = "LIANDONG_PAPER_FURTHER_FONTS"
ROOT = "/usr/share/fonts"
DEBIAN = f"{ROOT}/opentype/noto"
SIMPLIFIED = 2
"""Which of the faces in each collection is written as in mainland China."""

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
FURTHER = (
    "truetype/noto/NotoSerif-Regular.ttf",
    "truetype/noto/NotoSans-Regular.ttf",
    "truetype/noto/NotoSerifTibetan-Regular.ttf",
    "truetype/noto/NotoNaskhArabic-Regular.ttf",
    "truetype/noto/NotoSansMongolian-Regular.ttf",
    "truetype/noto/NotoSansYi-Regular.ttf",
    "truetype/noto/NotoSansTaiLe-Regular.ttf",
    "truetype/noto/NotoSansNewTaiLue-Regular.ttf",
    "truetype/noto/NotoSansLisu-Regular.ttf",
    "truetype/noto/NotoSansMiao-Regular.ttf",
    "truetype/noto/NotoSansMath-Regular.ttf",
    "truetype/noto/NotoSansSymbols-Regular.ttf",
    "truetype/noto/NotoSansSymbols2-Regular.ttf",
    "truetype/hanazono/HanaMinA.ttf",
    "truetype/hanazono/HanaMinB.ttf",
    "truetype/babelstone/BabelStoneHan.ttf",
    "truetype/dejavu/DejaVuSerif.ttf",
    "truetype/dejavu/DejaVuSans.ttf",
    "opentype/unifont/unifont.otf",
    "opentype/unifont/unifont_upper.otf",
)
"""Of fonts-noto-core, -hanazono, -babelstone-han and -unifont: scripts, symbols, rare names."""


class Face(StrEnum):
    """A typeface; the value is the name of its file."""

    SONG = "NotoSerifCJK-Regular.ttc"
    SONG_BOLD = "NotoSerifCJK-Bold.ttc"
    HEI = "NotoSansCJK-Regular.ttc"


class Font(NamedTuple):
    """A font file, and the index of a face in it."""

    path: Path
    face: int = 0


class _ChosenFonts:
    folder: ClassVar[str] = DEBIAN
    further: ClassVar[tuple[str, ...]] = ()


def configure_fonts(folder: str = "", further: tuple[str, ...] = ()) -> None:
    """Set the folder of the faces, "" for Debian's, and further files or folders.

    A second call replaces the values of the first.
    """
    _ChosenFonts.folder, _ChosenFonts.further = folder or DEBIAN, further


def configured_fonts() -> tuple[str, tuple[str, ...]]:
    """Return the arguments of the last `configure_fonts`."""
    return _ChosenFonts.folder, _ChosenFonts.further


def font_file(face: Face) -> Path:
    """Return the file of a face; raises `FontMissingError` that says what to install."""
    path = Path(_ChosenFonts.folder) / face.value
    if not path.is_file():
        raise FontMissingError(str(path))
    return path


def fonts_for(face: Face) -> Iterator[Font]:
    """Yield the font of a face, then its fallback fonts in order."""
    yield Font(font_file(face), SIMPLIFIED)
    for other in (Face.SONG, Face.HEI):
        if other is not face:
            yield Font(font_file(other), SIMPLIFIED)
    for place in _ChosenFonts.further:
        yield from _fonts_at(Path(place))
    for name in FURTHER:
        if (path := Path(ROOT, name)).is_file():
            yield Font(path)


def _fonts_at(place: Path) -> Iterator[Font]:
    """Yield a font file, or all fonts of a folder in order of their names."""
    if place.is_file():
        yield Font(place)
    elif place.is_dir():
        yield from (Font(path) for path in sorted(place.iterdir()) if path.suffix in SUFFIXES)
    else:
        raise FontMissingError(str(place), FURTHER_SETTING)
