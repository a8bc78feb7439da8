"""Validate the forms of limits: named days, series, clocks that a breach begins."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, get_type_hints

from services.coordination.clocks.rulebook.limit import Match
from services.coordination.clocks.rulebook.rule import (
    OVERDUE,
    OWN_THREAD,
    ClockRule,
    EventMapping,
    Rulebook,
)
from shared.messages import split_annotated, split_optional

Kinds = Mapping[str, type[Any]]


def mapping_for(book: Rulebook, rule: ClockRule, match: Match) -> EventMapping | None:
    """Return how an event is mapped to the thread of a rule, or None."""
    mappings = book.mappings.get(match.event, ())
    return next((one for one in mappings if one.thread in (rule.thread, OWN_THREAD)), None)


def form_faults(book: Rulebook, rule: ClockRule, known: Kinds) -> Iterator[str]:
    """List what makes the forms of a rule impossible."""
    yield from _anchor_faults(book, rule, known)
    yield from _breach_faults(book, rule)
    if rule.division:
        yield from _division_faults(book, rule)
    if rule.repeats:
        yield from _series_faults(book, rule)


def _anchor_faults(book: Rulebook, rule: ClockRule, known: Kinds) -> Iterator[str]:
    for limit in rule.limits:
        for match in rule.possible_starts if limit.anchor else ():
            mapping = mapping_for(book, rule, match)
            if mapping is None or match.event not in known:
                continue
            if limit.anchor not in mapping.keep:
                yield (
                    f"规则“{rule.id}”的期限取自 {match.event} 的 {limit.anchor}，"
                    "但 hears.toml 没有保留它"
                )
            elif not _is_day(known[match.event], limit.anchor):
                yield f"规则“{rule.id}”：{match.event} 的 {limit.anchor} 不是日期或时刻"


def _is_day(kind: type[Any], name: str) -> bool:
    hint = get_type_hints(kind, include_extras=True).get(name)
    base = split_annotated(split_optional(split_annotated(hint)[0])[0])[0]
    return base in (date, datetime)


def _breach_faults(book: Rulebook, rule: ClockRule) -> Iterator[str]:
    names = list(book.rules)
    before = names[: names.index(rule.id)]
    for match in rule.starts:
        if match.event == OVERDUE and not match.where.get("rule"):
            yield f"规则“{rule.id}”从逾期起算，须以 where 写明 rule"
    for name in rule.breached_rules:
        if name not in before or book.rules[name].thread != rule.thread:
            yield f"规则“{rule.id}”须排在它所接续的同类事项的规则“{name}”之后"


def _division_faults(book: Rulebook, rule: ClockRule) -> Iterator[str]:
    field = rule.division.removeprefix("@")
    if field == rule.division:
        yield f"规则“{rule.id}”的 division 应写作 @ 加字段名"
    for match in rule.starts:
        mapping = mapping_for(book, rule, match)
        if mapping is not None and field not in mapping.keep:
            yield f"规则“{rule.id}”的区划取自 {field}，但 hears.toml 没有保留它"


def _series_faults(book: Rulebook, rule: ClockRule) -> Iterator[str]:
    """List what would end a series without a word, such as a field that the answers lack."""
    if not rule.fulfilled:
        yield f"规则“{rule.id}”逐次重复，须写明 fulfilled"
    if rule.breached_rules:
        yield f"规则“{rule.id}”从逾期起算，不能逐次重复"
    wanted = {name for limit in rule.limits for name in limit.where}
    for match in rule.fulfilled:
        mapping = mapping_for(book, rule, match)
        missing = wanted - set(mapping.keep) if mapping else set()
        for name in sorted(missing):
            yield f"规则“{rule.id}”看 {match.event} 的 {name}，但 hears.toml 没有保留它"
