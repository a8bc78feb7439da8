"""A PDF shows characters of every script, and readers can extract its text.

Needs the packages that scripts/ensure-fonts.sh installs.
"""

import io
from pathlib import Path

import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from papers_given import AT, packed
from pdfminer.high_level import extract_text

from shared.papers.editions import FIRST
from shared.papers.errors import FontMissingError, GlyphMissingError
from shared.papers.fonts.files import Face, fonts_for
from shared.papers.model import Cell, Paper, Sheet, Table, TextBlock
from shared.papers.rendering import Format, render

NOWHERE = "\U000ffffd"
"""A code point without a glyph in any font of Debian."""

BUREAU = (
    "℃℉㎡㎥m³²≥≤≦≧±μµ×÷①②⑳㎎㎏ℓ‰‱₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻αβγδελμπρσφωΔΣΦΩ√∑≈≠≡∞∵∴∠⊥°′″→←↑↓"
    "●○■□▲△◆◇★☆☑☒☐✓✗№™§†…—·〔〕【】《》〈〉「」“”‘’〇々ⅠⅡⅢⅣⅤⅫⅰⅱ㈠㊀⒈⑴¥￥€½¼¾⅓⅔Åøα"
)
RARE = "𬎆𫰠𠮷鿿䶮㛃𬭎㐀𪜀𫝀𫠠𬺰𰀀"
SCRIPTS = {
    "藏文": "བཀྲ་ཤིས",
    "维吾尔文": "ئابدۇكېرىم مەمەت",
    "蒙古文": "ᠮᠣᠩᠭᠣᠯ",
    "彝文": "ꆈꌠꁱꂷ",
    "傣文": "ᥖᥭᥰ",
    "傈僳文": "ꓡꓲꓢꓴ",
}


def paper(*texts: str, edition: int | None = None) -> Paper:
    blocks = (*map(TextBlock, texts), Table((1, 1), ((Cell("案由", label=True), Cell(texts[0])),)))
    made = Paper(Sheet("案件移送书", blocks, "某某市生态环境局", "某环移〔2026〕1号"), "指纹", AT)
    return made if edition is None else Paper(made.sheet, made.reference, AT, edition)


def pdfium(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return packed("".join(page.get_textpage().get_text_range() for page in document))


def pdfminer(content: bytes) -> str:
    return packed(extract_text(io.BytesIO(content)))


readers = pytest.mark.parametrize("read", [pdfium, pdfminer])


@readers
def test_every_word_of_a_letter_is_found_the_last_one_of_its_title_too(read):
    content = render(paper("某某公司涉嫌污染环境案，经调查……"), Format.PDF).content

    words = read(content)

    for wanted in ("案件移送书", "某某市生态环境局", "某环移〔2026〕1号", "某某公司涉嫌污染环境案"):
        assert wanted in words


def test_text_is_in_the_plainest_encoding_there_is():
    content = render(paper("某某𬎆案"), Format.PDF).content

    assert content.count(b"/Encoding /Identity-H") == content.count(b"/Subtype /Type0") > 0
    assert b"/CIDFontType0" not in content


@readers
def test_a_sign_that_one_face_lacks_is_drawn_in_the_next(read):
    content = render(paper("某𬎆与某𠮷"), Format.PDF).content

    assert "某𬎆与某𠮷" in read(content)


@readers
def test_rare_names_and_the_signs_of_a_bureau_are_shown(read):
    words = read(render(paper(RARE, BUREAU), Format.PDF).content)

    assert RARE in words
    assert set(BUREAU) - set(words) == set()


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_in_minority_scripts_are_shown(script):
    name = SCRIPTS[script]

    assert packed(name) in pdfium(render(paper(f"{name}，{script}"), Format.PDF).content)


def test_a_font_of_the_city_s_own_stands_in(tmp_path, configure):
    with pytest.raises(GlyphMissingError, match="LIANDONG_PAPER_FURTHER_FONTS"):
        render(paper(f"某{NOWHERE}"), Format.PDF)
    font_with(NOWHERE, tmp_path / "own.ttf")
    configure(further_fonts=(str(tmp_path),))

    content = render(paper(f"某{NOWHERE}甲"), Format.PDF).content

    assert b"Own" in content


def test_further_fonts_that_are_not_there_are_named(tmp_path, configure):
    configure(further_fonts=(str(tmp_path / "nothing-here"),))

    with pytest.raises(FontMissingError, match="nothing-here"):
        list(fonts_for(Face.SONG))


def test_what_was_issued_before_is_drawn_as_it_was():
    """The first edition had CFF outlines; its bytes were hashed and must stay reproducible."""
    before, now = paper("某某案", edition=FIRST), paper("某某案")

    assert b"/CIDFontType0" in render(before, Format.PDF).content
    assert render(before, Format.PDF).sha256 != render(now, Format.PDF).sha256
    with pytest.raises(GlyphMissingError):
        render(paper("某𬎆案", edition=FIRST), Format.PDF)


def font_with(char: str, path: Path) -> None:
    """Make a font whose only glyph is a square."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 800), (800, 800), (800, 0)):
        pen.lineTo(point)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "own"])
    builder.setupCharacterMap({ord(char): "own"})
    builder.setupGlyf({".notdef": square, "own": square})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "own": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular", "psName": "Own"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
