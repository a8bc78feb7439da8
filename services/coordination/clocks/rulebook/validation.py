"""Validate rules against the contracts: every event, field and value in them must exist."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, get_type_hints

from services.coordination.clocks.errors import RuleError
from services.coordination.clocks.rulebook.form_validation import form_faults, mapping_for
from services.coordination.clocks.rulebook.limit import Match
from services.coordination.clocks.rulebook.rule import (
    OWN_THREAD,
    ClockRule,
    EventMapping,
    Rulebook,
)
from shared.catalog import department_names, events, partner_names
from shared.messages import Classification, meta_of, split_annotated, split_optional

PREFIX = "cn.liandong."
ROLES = ("@by", "@other")


def check(book: Rulebook) -> None:
    """Raise `RuleError` with all faults at once."""
    known = {meta_of(kind).type.removeprefix(PREFIX): kind for kind in events()}
    faults = [
        *(
            fault
            for mappings in book.mappings.values()
            for mapping in mappings
            for fault in _mapping_faults(book, mapping, known)
        ),
        *(fault for rule in book.rules.values() for fault in _rule_faults(book, rule, known)),
        *(fault for rule in book.rules.values() for fault in form_faults(book, rule, known)),
    ]
    if faults:
        raise RuleError("期限规则有误：" + "；".join(faults))


def _mapping_faults(
    book: Rulebook, mapping: EventMapping, known: dict[str, type[Any]]
) -> Iterator[str]:
    if (kind := known.get(mapping.event)) is None:
        yield f"没有事件 {mapping.event}"
        return
    if meta_of(kind).classification is Classification.RESTRICTED:
        yield f"{mapping.event} 只供法定机关阅读，不能用来计时"
    if mapping.thread not in (*book.threads, OWN_THREAD):
        yield f"{mapping.event} 属于未定义的脉络 {mapping.thread}"
    fields = (mapping.key, mapping.at, mapping.by, mapping.division, *mapping.keep)
    for name in filter(None, fields):
        if name not in get_type_hints(kind):
            yield f"{mapping.event} 没有字段 {name}"


def _rule_faults(book: Rulebook, rule: ClockRule, known: dict[str, type[Any]]) -> Iterator[str]:
    for match in _matches(rule):
        if (mapping := mapping_for(book, rule, match)) is None:
            yield f"规则“{rule.id}”用到 {match.event}，但 hears.toml 没有把它归入 {rule.thread}"
            continue
        for name, values in match.where.items():
            yield from _value_faults(rule, mapping, name, values, known.get(match.event))
    if rule.owner.startswith("@"):
        yield from _owner_faults(book, rule)
    elif rule.owner not in (*department_names(), *partner_names()):
        yield f"规则“{rule.id}”的责任单位 {rule.owner} 不存在"
    if rule.follows and rule.follows not in _before(book, rule):
        yield f"规则“{rule.id}”须排在它所接续的规则“{rule.follows}”之后"
    if not rule.limits or not all(limit.basis for limit in rule.limits):
        yield f"规则“{rule.id}”的每个期限都须有依据"
    if len({limit.id for limit in rule.limits}) != len(rule.limits):
        yield f"规则“{rule.id}”有两个同名的期限"


def _before(book: Rulebook, rule: ClockRule) -> list[str]:
    names = list(book.rules)
    return names[: names.index(rule.id)]


def _matches(rule: ClockRule) -> Iterator[Match]:
    yield from (*rule.starts, *rule.fulfilled, *rule.withdrawn)
    for pause in rule.pauses:
        yield from (*pause.begins, *pause.ends)
    for limit in rule.limits:
        yield from (match for extension in limit.extend for match in extension.on)
    if rule.latest is not None:
        yield from (*rule.latest.of, *rule.latest.among)


def _value_faults(
    rule: ClockRule,
    mapping: EventMapping,
    name: str,
    values: tuple[str, ...],
    kind: type[Any] | None,
) -> Iterator[str]:
    if name not in mapping.keep:
        yield f"规则“{rule.id}”看字段 {name}，但 hears.toml 没有保留它"
    elif kind is not None:
        base, _ = split_optional(
            split_annotated(get_type_hints(kind, include_extras=True)[name])[0]
        )
        wrong = [value for value in values if isinstance(base, type) and not _fits(base, value)]
        yield from (f"规则“{rule.id}”：{name} 不可能是“{word}”" for word in wrong)


def _fits(base: type[Any], value: str) -> bool:
    if issubclass(base, Enum):
        return value in [member.value for member in base]
    return base is not bool or value in ("true", "false")


def _owner_faults(book: Rulebook, rule: ClockRule) -> Iterator[str]:
    if rule.owner in ROLES:
        return
    for match in rule.starts:
        mapping = mapping_for(book, rule, match)
        if mapping is not None and rule.owner[1:] not in mapping.keep:
            yield f"规则“{rule.id}”的责任单位取自 {rule.owner[1:]}，但 hears.toml 没有保留它"
