"""Papers: official documents as format-neutral values, rendered as DOCX and PDF."""

from shared.papers.blocks import addressee, copies, label, listing, note, value
from shared.papers.date_words import BLANK, day_words, open_if_none
from shared.papers.editions import FIRST, NEWEST
from shared.papers.errors import FontMissingError, GlyphMissingError
from shared.papers.model import (
    Block,
    Break,
    Cell,
    Heading,
    Paper,
    Sheet,
    Signature,
    Table,
    TextBlock,
)
from shared.papers.rendering import Format, render
from shared.papers.subprocess_render import render_apart

__all__ = [
    "BLANK",
    "FIRST",
    "NEWEST",
    "Block",
    "Break",
    "Cell",
    "FontMissingError",
    "Format",
    "GlyphMissingError",
    "Heading",
    "Paper",
    "Sheet",
    "Signature",
    "Table",
    "TextBlock",
    "addressee",
    "copies",
    "day_words",
    "label",
    "listing",
    "note",
    "open_if_none",
    "render",
    "render_apart",
    "value",
]
