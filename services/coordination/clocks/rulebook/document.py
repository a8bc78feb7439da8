"""Write docs/clock-rules.md from the rules; `python -m` this module does it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from services.coordination.clocks.rulebook.book import FOLDER, compose
from services.coordination.clocks.rulebook.limit import Limit, LimitForm, Match
from services.coordination.clocks.rulebook.rule import ClockRule, Expiry, Rulebook
from shared.calendar import Period, Unit

TARGET = Path("docs/clock-rules.md")
UNITS = {
    Unit.HOUR: "h",
    Unit.NATURAL_DAY: "natural days",
    Unit.WORKING_DAY: "working days",
    Unit.MONTH: "month",
}
HEAD = """# Rules of the clocks

Generated from `services/coordination/clocks/rulebook/rules/` by
`python -m services.coordination.clocks.rulebook.document`; do not edit.
[clocks.md](clocks.md) tells how the rules are read. Marks: L the text was read, Rr recalled,
P the plan, X practice of another place, C no number exists in law, D our own inference. A city may
set the lengths of P, X, C and D (`LIANDONG_CLOCK_RULES`). "lapses" means that the end of the period
is no breach.
"""
COLUMNS = ("id", "what is owed", "by", "starts with", "ends with", "length", "basis")


def rules_page(book: Rulebook) -> str:
    """Write the page."""
    lines = [HEAD]
    for thread in book.threads.values():
        lines += [f"## {thread.title} (`{thread.name}`)", "", _row(COLUMNS), _row(["---"] * 7)]
        own = [rule for rule in book.rules.values() if rule.thread == thread.name]
        lines += [_rule(rule) for rule in own]
        lines += [""]
    lines += ["## Without a clock", "", _row(("id", "what", "why", "basis")), _row(["---"] * 4)]
    lines += [
        _row((provision.id, provision.title, provision.why, "; ".join(provision.basis)))
        for provision in book.without_clock
    ]
    return "\n".join(lines) + "\n"


def _rule(rule: ClockRule) -> str:
    what = f"{rule.title}（{rule.note}）" if rule.note else rule.title
    if rule.duty_of is not None:
        what += f" — duty of {rule.duty_of.value}"
    if rule.repeats:
        what += " — each answer starts the next"
    if rule.expiry is Expiry.LAPSES:
        what += " — lapses"
    if not rule.enabled:
        what += " — off unless set"
    starts = _names(rule.starts)
    if rule.follows:
        starts += f", if it fulfilled {rule.follows}"
    if rule.latest is not None:
        starts += f", after {_names(rule.latest.among)}"
    limits = "<br>".join(_limit(limit, len(rule.limits) > 1) for limit in rule.limits)
    limits += "".join(f"<br>stops for {pause.why} ({pause.mark})" for pause in rule.pauses)
    basis = "<br>".join("; ".join(limit.basis) for limit in rule.limits)
    owner = f"`{rule.owner}`"
    ends = "the start itself" if rule.is_met_by_start else _names(rule.fulfilled)
    return _row((rule.id, what, owner, starts, ends, limits, basis))


def _limit(limit: Limit, is_one_of_several: bool) -> str:
    told = "".join(_conditions(limit)) or (", others" if is_one_of_several else "")
    longer = "".join(f" → {_length(extension.period)}" for extension in limit.extend)
    return f"{_end(limit)}{longer} ({limit.mark}){told}"


def _end(limit: Limit) -> str:
    if limit.form is LimitForm.DUE:
        return f"until `{limit.anchor}`"
    words = {LimitForm.FROM: " from", LimitForm.BEFORE: " before"}.get(limit.form)
    return _length(limit.period) + (f"{words} `{limit.anchor}`" if words else "")


def _conditions(limit: Limit) -> Iterator[str]:
    for values in limit.where.values():
        yield f", {'/'.join(values)}"
    if limit.since:
        yield f", acts since {limit.since}"
    if limit.until:
        yield f", acts until {limit.until}"


def _length(period: Period) -> str:
    return f"{period.length} {UNITS[period.unit]}"


def _names(matches: Iterable[Match]) -> str:
    return ", ".join(
        "".join(match.where.get("step", ())) or f"`{match.event}`" for match in matches
    )


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    TARGET.write_text(rules_page(compose(FOLDER)), encoding="utf-8")
