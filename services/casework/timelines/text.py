"""A timeline and a list of duties on a terminal: Chinese, times of Jinzhong, colours by urgency."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from services.law.citations import read_citation
from services.law.errors import UnknownBasisError
from services.law.registry import article_of, name_of
from shared.handling import LEGAL_ZONE

Row = Mapping[str, Any]
WIDTH = 140
NAMES = {
    "environment": "生态环境",
    "natural_resources": "自然资源",
    "agriculture": "农业农村",
    "public_security": "公安",
    "procuratorate": "检察院",
    "coordination": "领导小组办公室",
}
STYLES = {
    "计时中": "green",
    "即将到期": "yellow",
    "已逾期": "bold red",
    "已中止": "cyan",
    "已履行": "dim",
    "已撤回": "dim",
}
DAY_S, HOUR_S = 86400, 3600


def console() -> Console:
    """Create a console; if the output is no terminal it is wide, so that pipes get whole lines."""
    made = Console(highlight=False)
    if not made.is_terminal:
        made.width = WIDTH
    return made


def case_view(seen: Row, now: datetime) -> RenderableType:
    """Render a case: its state, its events, its clocks, and the titles of the articles."""
    bases = [entry["basis"] for entry in seen["entries"]]
    bases += ["; ".join(clock["basis"]) for clock in seen["clocks"]]
    parts: list[RenderableType] = [_head(seen), _steps(seen), clocks_table(seen["clocks"], now)]
    if seen["disbelieved"]:
        parts.append(_disbelieved(seen["disbelieved"]))
    return Group(*parts, _articles(bases))


def clocks_table(clocks: Iterable[Row], now: datetime, title: str = "期限") -> Table:
    """Render clocks in the given order: open ones first, then by the time of breach."""
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", expand=True)
    for name in ("应办事项", "责任单位", "状态", "最后一日", "还剩", "依据", "说明"):
        table.add_column(name, overflow="fold")
    for clock in clocks:
        late = "（逾期）" if clock["late"] and clock["state"] != "已逾期" else ""
        table.add_row(
            f"{clock['title']}（{clock['rule']}）",
            NAMES.get(clock["owner"], clock["owner"]),
            f"{clock['state']}{late}",
            clock["last_day"] or minute(clock["due_at"]),
            left(clock, now),
            "；".join(clock["basis"]),
            Text(clock["reason"] or clock["explanation"], style="dim"),
            style="red" if late else STYLES.get(clock["state"], ""),
        )
    return table


def left(clock: Row, now: datetime) -> str:
    """Return how much time is left until the breach, or has passed since."""
    if clock["state"] in ("已履行", "已撤回") or clock["due_at"] is None:
        return "—"
    seconds = (datetime.fromisoformat(clock["due_at"]) - now).total_seconds()
    length, passed = abs(seconds), seconds < 0
    words = f"{length // DAY_S:.0f}天" if length >= DAY_S else f"{length / HOUR_S:.1f}小时"
    return f"已超{words}" if passed else words


def minute(text: str | None) -> str:
    """Format an instant as people of Jinzhong read it."""
    if text is None:
        return "—"
    return f"{datetime.fromisoformat(text).astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M}"


def _head(seen: Row) -> Panel:
    marks = "、".join(seen["marks"]) or "无"
    lines = [
        f"{seen['title']}    [bold]{seen['state']}[/bold]（{seen['outcome']}）",
        f"{seen['track']} · 移送部门 {NAMES.get(seen['referred_by'], seen['referred_by'])}"
        f" · 承办公安机关 {seen['handler'] or '同级公安机关'} · 区划 {seen['county']}",
        f"标记：{marks}",
    ]
    if seen["contested_by"]:
        others = "、".join(NAMES.get(name, name) for name in seen["contested_by"])
        lines.append(f"[bold red]另有部门使用同一编号：{others}，请核实[/bold red]")
    if seen["waiting"]:
        lines.append(f"先到、待前一步的消息：{seen['waiting']} 条")
    return Panel("\n".join(lines), title=f"案件 {seen['case_id']}", box=box.ROUNDED)


def _steps(seen: Row) -> Table:
    clocks = {clock["obligation_id"]: clock for clock in seen["clocks"]}
    table = Table(title="办理经过", box=box.SIMPLE_HEAD, title_justify="left", expand=True)
    for name in ("时间", "步骤", "办理", "内容", "依据", "期限", "事件"):
        table.add_column(name, overflow="fold")
    for entry in seen["entries"]:
        said = "；".join(filter(None, (entry["document_number"], entry["words"])))
        table.add_row(
            minute(entry["at"]),
            entry["step"] + ("（来件已过时）" if entry["overtaken"] else ""),
            f"{entry['organ']} {entry['by']}",
            said,
            entry["basis"],
            "\n".join(_moved(entry, clocks)),
            Text(entry["event_id"] or "—", style="dim"),
        )
    return table


def _disbelieved(rows: Iterable[Row]) -> Table:
    """Render the published steps that were not accepted, with the reason."""
    title = "未采信的消息（不影响案件和期限）"
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", expand=True)
    for name in ("时间", "所称步骤", "所称办理", "发布", "未采信的原因"):
        table.add_column(name, overflow="fold")
    for row in rows:
        by, publisher = (NAMES.get(name, name) for name in (row["by"], row["told_by"]))
        table.add_row(minute(row["at"]), row["step"], by, publisher, row["why"], style="red")
    return table


def _moved(entry: Row, clocks: Mapping[str, Row]) -> Iterator[str]:
    for name in entry["ended"]:
        at = clocks[name]
        yield f"■ {at['title']}{'（逾期）' if at['late'] else '（按期）'}"
    for name in entry["started"]:
        yield f"▶ {clocks[name]['title']}"


def _articles(bases: Iterable[str]) -> Table:
    table = Table(title="依据", box=None, title_justify="left", show_header=False)
    for name in dict.fromkeys(name for text in bases for name in _named(text)):
        table.add_row(Text(f"  {name}", style="dim"))
    return table


def _named(text: str) -> Iterator[str]:
    try:
        for basis in read_citation(text):
            article = article_of(basis)
            yield f"{name_of(basis)}{f'：{article.zh}' if article and article.zh else ''}"
    except UnknownBasisError:
        yield text
