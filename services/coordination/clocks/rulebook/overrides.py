"""The city's settings for the rules: lengths that no law sets, warnings, inferred pauses.

Each table is named `rule.` and the rule's id; of a rule with several owners, the id in its table
sets all of them. `length` and `unit` apply to every limit of it with
the mark C, X, P or D; `warn = { before = 1 }` to any rule; `pauses = false` removes the pauses that
are only inferred (mark D); `enabled = true` enables a rule that is disabled by default.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.coordination.clocks.errors import RuleError
from services.coordination.clocks.rulebook.limit import Limit, LimitForm, SourceMark
from services.coordination.clocks.rulebook.parser import warn_of
from services.coordination.clocks.rulebook.rule import ClockRule, Rulebook
from shared.calendar import CalendarError, Period, Unit

KNOWN = ("length", "unit", "warn", "pauses", "enabled")


def with_overrides(book: Rulebook, settings: Mapping[str, Any]) -> Rulebook:
    """Apply settings to a rulebook; `RuleError` for what a city may not set."""
    told = settings.get("rule", {})
    named = {name for rule in book.rules.values() for name in (rule.id, rule.family)}
    if unknown := [*(set(settings) - {"rule"}), *(set(told) - named)]:
        raise RuleError(f"期限设置中没有这些规则：{'、'.join(sorted(unknown))}")
    return replace(book, rules={name: _set(rule, told) for name, rule in book.rules.items()})


def _set(rule: ClockRule, told: Mapping[str, Any]) -> ClockRule:
    """Apply the setting of a rule's family, then its own."""
    for name in dict.fromkeys((rule.family, rule.id)):
        if name in told:
            rule = _rule(rule, told[name])
    return rule


def _rule(rule: ClockRule, setting: Mapping[str, Any]) -> ClockRule:
    if unknown := set(setting) - set(KNOWN):
        raise RuleError(
            f"规则“{rule.id}”不能设置 {'、'.join(sorted(unknown))}；可用：{'、'.join(KNOWN)}"
        )
    try:
        if "warn" in setting:
            rule = replace(rule, warn=warn_of(setting["warn"]))
        if "enabled" in setting:
            rule = replace(rule, enabled=_flag(setting["enabled"]))
        if setting.get("pauses") is False:
            rule = replace(
                rule, pauses=tuple(pause for pause in rule.pauses if not pause.mark.is_setting)
            )
        if {"length", "unit"} & set(setting):
            rule = replace(
                rule, limits=tuple(_limit(rule, limit, setting) for limit in rule.limits)
            )
    except (KeyError, TypeError, ValueError, CalendarError) as error:
        raise RuleError(f"规则“{rule.id}”的设置有误：{error}") from error
    return rule


def _limit(rule: ClockRule, limit: Limit, setting: Mapping[str, Any]) -> Limit:
    if not limit.mark.is_setting:
        basis = "、".join(limit.basis)
        raise RuleError(f"规则“{rule.id}”的期限由 {basis} 规定，不能另行设置")
    if limit.form is LimitForm.DUE:
        raise RuleError(f"规则“{rule.id}”的期限由起算事件写明，不能另行设置；请更正该事件的日期")
    length, unit = (
        setting.get("length", limit.period.length),
        setting.get("unit", limit.period.unit),
    )
    return replace(limit, period=Period(length, Unit(unit)), mark=_kept(limit.mark))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("enabled 应为 true 或 false")
    return value


def _kept(mark: SourceMark) -> SourceMark:
    return mark if mark is SourceMark.PLAN else SourceMark.SETTING
