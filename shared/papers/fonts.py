"""Where the fonts of PDF papers lie: the Debian package fonts-noto-cjk, or a folder of the city's.

They are never part of this project; each PDF holds only the shapes of the characters it shows.
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from shared.papers.errors import FontMissingError

SETTING = "LIANDONG_PAPER_FONTS"
DEBIAN = "/usr/share/fonts/opentype/noto"
SIMPLIFIED = 2
"""Which of the faces in each collection is written as in mainland China."""


class Face(StrEnum):
    """A look of type, by the file that holds it."""

    SONG = "NotoSerifCJK-Regular.ttc"
    SONG_BOLD = "NotoSerifCJK-Bold.ttc"
    HEI = "NotoSansCJK-Regular.ttc"


def font_file(face: Face, env: Mapping[str, str] = os.environ) -> Path:
    """Find the file of a face; `FontMissingError` says what to install."""
    path = Path(env.get(SETTING) or DEBIAN) / face.value
    if not path.is_file():
        raise FontMissingError(str(path))
    return path
