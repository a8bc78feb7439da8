"""The rules in force: read once, validated against the contracts, with the city's settings."""

import hashlib
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar

from services.coordination.clocks.errors import RuleError
from services.coordination.clocks.rulebook.overrides import with_overrides
from services.coordination.clocks.rulebook.parser import (
    event_mapping_of,
    read_toml,
    rules_of,
    thread_of,
    without_clock_of,
)
from services.coordination.clocks.rulebook.rule import Rulebook
from services.coordination.clocks.rulebook.validation import check
from shared.texts import NotUtf8Error, read_text

FOLDER = Path(__file__).with_name("rules")
HEARS = "hears.toml"
SETTING = "LIANDONG_CLOCK_RULES"


class _LoadedRulebook:
    settings: ClassVar[str] = ""
    folder: ClassVar[Path] = FOLDER


def configure_rulebook(settings: str) -> None:
    """Set the file with the city's settings, "" for none; a second call replaces the first."""
    _LoadedRulebook.settings = settings


def configure_rules_folder(folder: Path = FOLDER) -> None:
    """Set the folder with the rules and `hears.toml`, by default the platform's own."""
    _LoadedRulebook.folder = folder


def load_rulebook(settings: str) -> Rulebook:
    """Configure the city's overrides and read the rules at once, to find errors at start-up."""
    configure_rulebook(settings)
    return rulebook()


def rulebook() -> Rulebook:
    """Return the rules in force; `RuleError` names the invalid rule and the fault."""
    return _composed(_LoadedRulebook.folder, _LoadedRulebook.settings)


@cache
def _composed(folder: Path, settings: str) -> Rulebook:
    return compose(folder, Path(settings) if settings else None)


def compose(folder: Path, settings: Path | None = None) -> Rulebook:
    """Read all rules of a folder, and apply the city's settings."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}
    told: Mapping[str, Any] = {}
    if settings is not None:
        texts[SETTING] = _settings(settings)
        told = read_toml(SETTING, texts[SETTING])
    hears = read_toml(HEARS, texts[HEARS])
    mappings = sorted(map(event_mapping_of, hears["hears"]), key=lambda mapping: mapping.event)
    files = [read_toml(name, text) for name, text in texts.items() if name not in (HEARS, SETTING)]
    rules = [rule for source in files for rule in rules_of(source)]
    book = Rulebook(
        version=hashlib.sha256("\n".join(texts.values()).encode()).hexdigest()[:12],
        threads={name: thread_of(name, thread) for name, thread in hears["thread"].items()},
        mappings={
            event: tuple(same) for event, same in groupby(mappings, lambda mapping: mapping.event)
        },
        rules={rule.id: rule for rule in rules},
        without_clock=tuple(provision for file in files for provision in without_clock_of(file)),
    )
    if len(book.rules) != len(rules):
        raise RuleError("每条规则的 id 只能出现一次")
    check(book)
    return with_overrides(book, told)


def _settings(path: Path) -> str:
    try:
        return read_text(path)
    except NotUtf8Error as error:
        raise RuleError(f"{SETTING} 指向的{error}") from error
    except OSError as error:
        raise RuleError(f"{SETTING} 指向的文件无法读取：{path}（{error.strerror}）") from error
