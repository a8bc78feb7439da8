"""Explains a count in one Chinese sentence, day by day, with runs of days combined."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from shared.calendar.holidays import is_weekend
from shared.calendar.legal_days import LEGAL_ZONE, legal_day
from shared.calendar.periods import Pause, Unit
from shared.calendar.result import CountedPeriod
from shared.calendar.runs import COUNTING, DayKind, DayRun, runs_of

SHOWN = 4
"""The number of runs described at either end of a long count."""


def explain(count: CountedPeriod, begun: str = "起算") -> str:
    """Explain a count in Chinese; `begun` names the act on its first day, such as 收到."""
    if count.fixed:
        return _fixed(count, begun)
    if count.period.unit is Unit.HOUR:
        return _hours(count, begun)
    if count.backward:
        return _backward(count)
    start = legal_day(count.start)
    if count.period.length == 0:
        return f"{start}{begun}，当日为止"
    counted = "计入" if count.counts_start_day else "不计"
    told = [
        f"{start}{begun}（当日{counted}）",
        *_described(count, start.year),
        *_next_working_day(count),
    ]
    return "，".join([*told, _end(count)]) + _reserve(count)


def _fixed(count: CountedPeriod, begun: str) -> str:
    if count.last_day is None:
        return f"{begun}定为{_clock(count.start)}，至该时刻止"
    return f"{begun}定为{count.last_day}，至该日终了止"


def _hours(count: CountedPeriod, begun: str) -> str:
    told = [
        f"{_clock(count.start)}{begun}",
        f"连续计算{count.period.length}小时（节假日不停）",
        *(_paused_time(pause) for pause in count.pauses if _has_stopped(count, pause)),
    ]
    if count.backward:
        told = [f"{_clock(count.start)}为界", f"向前推{count.period.length}小时"]
    if count.due_at is None:
        return "，".join([*told, _still_paused(count, _clock)])
    return "，".join([*told, f"{'最迟' if count.backward else '至'}{_clock(count.due_at)}止"])


def _backward(count: CountedPeriod) -> str:
    event = legal_day(count.start)
    if count.period.length == 0:
        return f"以{event}为界，最迟当日"
    told = [f"以{event}为界向前推算（当日不计）", *_described(count, event.year)]
    if count.reached != count.last_day and count.reached and count.last_day:
        told.append(f"{_day(count.reached)}休息，提前至{_day(count.last_day)}")
    return "，".join([*told, f"最迟{count.last_day}"]) + _reserve(count)


def _described(count: CountedPeriod, year: int) -> list[str]:
    found = list(runs_of(count))
    if len(found) <= 2 * SHOWN + 1:
        return _in_turn(found, year, back=count.backward)
    first, middle, last = found[:SHOWN], found[SHOWN:-SHOWN], found[-SHOWN:]
    return [
        *_in_turn(first, year, back=count.backward),
        _skipped(middle),
        *_in_turn(last, first[-1].days[-1].year, back=count.backward),
    ]


def _in_turn(shown: Sequence[DayRun], year: int, *, back: bool) -> list[str]:
    """Describe runs of days in order; a year is named only where it changes."""
    years = [year, *(stretch.days[-1].year for stretch in shown)]
    return [_stretch(run, before, back=back) for run, before in zip(shown, years, strict=False)]


def _stretch(stretch: DayRun, year: int, *, back: bool) -> str:
    days = sorted(stretch.days)
    at = _span(days, year)
    if stretch.kind is DayKind.PAUSED:
        return f"{at}{_because(stretch.why)}中止不计"
    if stretch.kind is DayKind.OFF:
        return f"{at}{'周末' if all(map(is_weekend, days)) else '放假'}"
    note = "（调休上班）" if stretch.kind is DayKind.MAKE_UP else ""
    last = stretch.number + len(days) - 1
    if len(days) == 1:
        return f"{at}{note}为第{last}日"
    order = f"第{last}至{stretch.number}日" if back else f"第{stretch.number}至{last}日"
    return f"{at}{note}为{order}"


def _skipped(middle: Sequence[DayRun]) -> str:
    counted = sum(len(run.days) for run in middle if run.kind in COUNTING)
    others = sum(len(run.days) for run in middle) - counted
    return f"……（其间计{counted}日，不计{others}日）……"


def _next_working_day(count: CountedPeriod) -> Iterable[str]:
    if count.reached is None or count.reached == count.last_day:
        return
    moved = "其后工作日" if count.last_day is None else f"下一工作日{_day(count.last_day)}"
    yield f"期满日{_day(count.reached)}休息，顺延至{moved}"


def _end(count: CountedPeriod) -> str:
    if count.last_day is None:
        return _still_paused(count, lambda since: str(legal_day(since)))
    return f"至{count.last_day}止"


def _still_paused(count: CountedPeriod, told: Callable[[datetime], str]) -> str:
    pause = count.open_pause
    if pause is None:
        return "暂无届满时间"
    return f"自{told(pause.since)}起{_because(pause.why)}中止，尚未恢复，暂无届满时间"


def _has_stopped(count: CountedPeriod, pause: Pause) -> bool:
    if pause.until is None or pause.until <= count.start:
        return False
    return count.due_at is None or pause.since < count.due_at


def _paused_time(pause: Pause) -> str:
    until = "" if pause.until is None else _clock(pause.until)
    return f"{_clock(pause.since)}至{until}{_because(pause.why)}中止不计"


def _because(why: str) -> str:
    return f"因{why}" if why else ""


def _reserve(count: CountedPeriod) -> str:
    if not count.provisional:
        return ""
    return f"（{'、'.join(_unknown(count))}未入本版日历，暂按法定节假日和周末推算）"


def _unknown(count: CountedPeriod) -> Iterator[str]:
    """Yield the years before and after those that the notices of this version cover."""
    calendar = count.calendar
    ends = [legal_day(count.start), *filter(None, (count.reached, count.last_day))]
    if min(ends) < calendar.known_from:
        yield f"{calendar.known_from.year - 1}年及以前的放假安排"
    if max(ends) > calendar.known_until:
        yield f"{calendar.known_until.year}年之后的放假安排"


def _span(days: Sequence[date], year: int) -> str:
    first, last = days[0], days[-1]
    begin = _day(first) if first.year == year else f"{first.year}年{_day(first)}"
    if first == last:
        return begin
    if last.year != first.year:
        return f"{begin}至{last.year}年{_day(last)}"
    return f"{begin}至{last.day}日" if last.month == first.month else f"{begin}至{_day(last)}"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _clock(instant: datetime) -> str:
    return f"{instant.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M}"
