"""`liandong clock`: the end of a legal period, and its explanation."""

import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import orjson
import typer

from shared.cli.common import fail

if TYPE_CHECKING:
    from shared.calendar import Calendar, CountedPeriod

WEEKDAYS = "一二三四五六日"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("clock")(clock)


def clock(
    start: Annotated[
        str | None, typer.Argument(help="Start: 2026-09-29 or 2026-09-29T10:00+08:00.")
    ] = None,
    length: Annotated[
        str | None, typer.Argument(help="Length: a whole number; 0 means immediately.")
    ] = None,
    unit: Annotated[
        str | None, typer.Argument(help="Unit: hour, natural_day, working_day or month.")
    ] = None,
    pause: Annotated[
        list[str] | None,
        typer.Option(help="Suspension: FROM..TO[=REASON], or FROM.. if ongoing. Repeatable."),
    ] = None,
    calendar: Annotated[
        str | None, typer.Option(help="Calendar version: date of its notice; default: latest.")
    ] = None,
    back: Annotated[
        bool, typer.Option("--back", help="Count backward from START: print the latest day.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    batch: Annotated[
        bool, typer.Option("--batch", help="Read a JSON array from stdin, print it with end dates.")
    ] = False,
) -> None:
    """Compute the end of a legal period, with an explanation.

    The start day does not count. A period of natural days that ends on a day off is extended to the
    next working day; working days exclude days off; hours run continuously. A time without a zone
    is Shanghai time. A date without a time starts at 00:00 if the unit is hour.

    With `--batch`, each row `{"start", "length", "unit"}` is returned with `"end"`: the last day as
    YYYY-MM-DD, or for hours the instant as RFC 3339 in the zone of its start (default +08:00).

    Exit codes: 0 success, 1 invalid input (nothing is printed), 2 wrong usage.

    Example: `liandong clock 2026-09-29T10:00+08:00 3 working_day`

    With a suspension (the day it ends counts again):
    `liandong clock 2026-09-29 7 natural_day --pause 2026-10-08..2026-10-10=补正`

    Backward: `liandong clock 2026-10-15 15 working_day --back`

    Batch:
    `echo '[{"start":"2026-09-29","length":3,"unit":"working_day"}]' | liandong clock --batch`
    """
    from shared.calendar import CalendarError, calendar_of, latest

    try:
        known = calendar_of(calendar) if calendar else latest()
        if batch:
            typer.echo(_counted_rows(known))
            return
        if start is None or length is None or unit is None:
            _usage("缺少起算时间、长度或者单位；例如：liandong clock 2026-09-29 3 working_day")
        counted = _count(start, length, unit, pause or [], known, back=back)
    except CalendarError as error:
        fail(str(error))
    typer.echo(_as_json(counted) if as_json else _described(counted))


def _counted_rows(calendar: "Calendar") -> str:
    from shared.calendar.batch import BatchError, count_rows

    try:
        rows = orjson.loads(sys.stdin.buffer.read().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise BatchError(f"输入不是JSON（{error}）；请从标准输入给出JSON数组") from error
    return orjson.dumps(count_rows(rows, calendar), option=orjson.OPT_INDENT_2).decode()


def _count(
    start: str, length: str, unit: str, pauses: list[str], calendar: "Calendar", *, back: bool
) -> "CountedPeriod":
    from shared.calendar import count, count_back
    from shared.calendar.parsing import moment_of, pause_of, period_of

    period, moment = period_of(length, unit), moment_of(start)
    if not back:
        return count(period, moment, calendar, [pause_of(text) for text in pauses])
    if pauses:
        _usage("向前推算（--back）没有中止；请去掉--pause")
    return count_back(period, moment, calendar)


def _described(counted: "CountedPeriod") -> str:
    from shared.calendar import explain

    lines = [f"届满：{_end(counted)}"]
    if counted.due_at is not None and counted.last_day is not None:
        lines.append(f"逾期：自{_shanghai(counted)}起")
    lines.append(f"推算：{explain(counted)}")
    lines.append(
        f"日历：{counted.calendar.version}版，放假安排已知至{counted.calendar.known_until}"
    )
    return "\n".join(lines)


def _end(counted: "CountedPeriod") -> str:
    if counted.is_stopped:
        return "暂无（中止尚未恢复）"
    if counted.last_day is None:
        return _shanghai(counted)
    return f"{counted.last_day}（周{WEEKDAYS[counted.last_day.weekday()]}）"


def _as_json(counted: "CountedPeriod") -> str:
    from shared.calendar import explain

    told = {
        "start": counted.start.isoformat(),
        "length": counted.period.length,
        "unit": counted.period.unit,
        "end": None if counted.is_stopped else str(counted.last_day or _shanghai(counted)),
        "due_at": counted.due_at and _shanghai(counted),
        "stopped": counted.is_stopped,
        "provisional": counted.provisional,
        "calendar": counted.calendar.version,
        "explanation": explain(counted),
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()


def _shanghai(counted: "CountedPeriod") -> str:
    from shared.calendar.legal_days import LEGAL_ZONE

    return "" if counted.due_at is None else counted.due_at.astimezone(LEGAL_ZONE).isoformat()


def _usage(text: str) -> NoReturn:
    typer.echo(f"liandong: {text}", err=True)
    raise typer.Exit(2)
