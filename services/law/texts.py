"""Legal texts, their articles, and the changes from one to another, read from tables."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


class Certainty(StrEnum):
    """The certainty of a statement."""

    V = "V"
    RECALLED_HIGH = "R-h"
    RECALLED_MEDIUM = "R-m"
    RECALLED_LOW = "R-l"
    INFERRED = "D"
    PLAN = "P"
    PRACTICE = "X"
    CONFIGURED = "C"

    @property
    def meaning(self) -> str:
        """Return the meaning of the mark in Chinese."""
        return _MEANINGS[self]


_MEANINGS = {
    Certainty.V: "已核对原文",
    Certainty.RECALLED_HIGH: "凭记忆，把握大",
    Certainty.RECALLED_MEDIUM: "凭记忆，把握中",
    Certainty.RECALLED_LOW: "凭记忆，把握小",
    Certainty.INFERRED: "设计推断，无明文",
    Certainty.PLAN: "行动计划所定",
    Certainty.PRACTICE: "外地做法，作默认值",
    Certainty.CONFIGURED: "无法定数字，应配置",
}


class Lighter(StrEnum):
    """Which of two texts treats an act more lightly."""

    OLD = "old"
    NEW = "new"
    SAME = "same"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class LegalText:
    """A law, rule, plan or standard; a date that is not recorded is none."""

    id: str
    number: str
    title_zh: str
    short_zh: str
    short_en: str
    in_force_from: date | None
    in_force_until: date | None
    mark: Certainty
    repealed_by: str
    note: str

    def in_force_on(self, day: date) -> bool:
        """Return whether it was in force on a day, as far as its dates are recorded."""
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_until is None or day <= self.in_force_until)


@dataclass(frozen=True, slots=True)
class Article:
    """The record of an article: its gist in both languages, empty if only its number is known."""

    text: str
    article: str
    zh: str
    en: str
    mark: Certainty
    note: str


@dataclass(frozen=True, slots=True)
class LegalChange:
    """The difference between an old article and a new one, and which is lighter."""

    old: str
    new: str
    lighter: Lighter
    zh: str
    en: str


@cache
def texts() -> dict[str, LegalText]:
    """Return all texts by id."""
    return {row["id"]: _text(row) for row in _rows("texts")}


@cache
def articles() -> dict[tuple[str, str], Article]:
    """Return all articles of which more than the number is recorded, by text and number."""
    return {
        (row["text"], row["article"]): Article(
            row["text"], row["article"], row["zh"], row["en"], Certainty(row["mark"]), row["note"]
        )
        for row in _rows("articles")
    }


@cache
def successions() -> tuple[tuple[str, str], ...]:
    """Return which article became which, as pairs of ids, the old one first."""
    return tuple((row["old"], row["new"]) for row in _rows("article_map"))


@cache
def changes() -> dict[tuple[str, str], LegalChange]:
    """Return the recorded changes, by old and new id."""
    return {
        (row["old"], row["new"]): LegalChange(
            row["old"], row["new"], Lighter(row["lighter"]), row["zh"], row["en"]
        )
        for row in _rows("changes")
    }


def _text(row: dict[str, str]) -> LegalText:
    return LegalText(
        row["id"],
        row["number"],
        row["title_zh"],
        row["short_zh"],
        row["short_en"],
        _date(row["in_force_from"]),
        _date(row["in_force_until"]),
        Certainty(row["mark"]),
        row["repealed_by"],
        row["note"],
    )


def _date(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
