"""Normalization of texts, numbers and instants to the canonical form of a legal record."""

from shared.texts.bounded import cut_to_fit, enumerated, shortened
from shared.texts.normalize import distinct, fold, same, tidy
from shared.texts.text_file import NOT_UTF_8, NotUtf8Error, read_text

__all__ = [
    "NOT_UTF_8",
    "NotUtf8Error",
    "cut_to_fit",
    "distinct",
    "enumerated",
    "fold",
    "read_text",
    "same",
    "shortened",
    "tidy",
]
