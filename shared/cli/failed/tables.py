"""Tables of failed messages on a terminal; ids are never shortened, so that they can be copied."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shared.delivery.refusals.messages import KINDS as REFUSALS
from shared.operations.failures.locate import DID, moment

Row = Mapping[str, Any]
WIDEST_NAME = 64
PLAIN_WIDTH = 160
KINDS = {"lane": "处理失败", "gap": "缺号等待", "quarantine": "隔离"}
STATES = {"person": "等人处置", "retry": "将自动重试"}
FAULTS = {
    "signature": "签名",
    "malformed": "格式",
    "unknown": "未订阅的类型",
    "foreign": "越权发布",
    "sealed": "无法启封",
    "contract": "不合契约",
    "clock": "时钟有误",
    "unreadable": "读取出错",
    "conflict": "序号冲突",
    "broker": "代理放弃投递",
}
OUTCOMES = {
    "took_effect": "已生效",
    "failed_again": "再次失败",
    "waiting": "仍在等待",
    "gone": "已不在清单",
    "discarded": "已丢弃",
    "refused": "未获办理",
}
ACTIONS = {**DID, "read": "查阅", "export": "导出", "dismiss": "办结"}


def console(*, stderr: bool = False) -> Console:
    """Create a console; off a terminal it is `PLAIN_WIDTH` wide, so that pipes get whole lines."""
    made = Console(highlight=False, stderr=stderr)
    if not made.is_terminal:
        made.width = PLAIN_WIDTH
    return made


def failures_table(rows: Iterable[tuple[str, Row]], title: str) -> Table:
    """Make a table of failed messages, with the names that other commands accept."""
    listed = list(rows)
    table = _table(title, [name for name, _ in listed])
    table.add_column("情况")
    for name, row in listed:
        table.add_row(Text(name), _situation(row))
    return table


def refused_table(rows: Iterable[tuple[str, Row]], title: str) -> Table:
    """Make a table of events that others refused, with reason and remedy."""
    listed = list(rows)
    table = _table(title, [name for name, _ in listed])
    for column in ("未采纳方", "事件", "类别", "原因", "处置建议"):
        table.add_column(column, overflow="fold")
    for name, row in listed:
        event = f"{row['type'].split('.', 3)[-1]} {row['subject']}".strip()
        kind = REFUSALS.get(row["kind"], row["kind"])
        told = (name, row["by"], event, kind, row["reason"], row["remedy"])
        table.add_row(*map(Text, told))
    return table


def results_table(results: Iterable[tuple[str, str]], title: str) -> Table:
    """Make a table of the results of an act, by id."""
    listed = list(results)
    table = _table(title, [name for name, _ in listed])
    table.add_column("结果")
    for name, told in listed:
        outcome, _, detail = told.partition(": ")
        table.add_row(Text(name), Text(f"{OUTCOMES.get(outcome, outcome)} {detail}".strip()))
    return table


def history_table(rows: Iterable[tuple[str, Row]]) -> Table:
    """Make a table of interventions."""
    table = Table(title="人工处置记录", box=box.SIMPLE, title_justify="left")
    table.add_column("处置编号", no_wrap=True)
    for column in ("时间", "部门", "处置人", "处置", "理由", "对象与结果"):
        table.add_column(column, overflow="fold")
    for department, row in rows:
        results = row["results"]
        told = [f"{name} {_brief(results.get(name, ''))}".strip() for name in row["targets"][:5]]
        more = len(row["targets"]) - 5
        table.add_row(
            row["id"],
            _time(row["at"]),
            department,
            Text(row["actor"]),
            ACTIONS.get(row["action"], row["action"]),
            Text(row["why"]),
            Text("\n".join([*told, f"…另 {more} 条"] if more > 0 else told)),
        )
    return table


def print_shown(out: Console, name: str, shown: Row, read: Row | None) -> None:
    """Print one failed message; `read` is its restricted content, if a reason was given."""
    failure = shown["failure"]
    out.print(failures_table([(name, failure)], "失败消息"))
    out.print(_pairs("签名与来路", {"签名": shown["signature"], **_origin(shown)}))
    if shown["event"]:
        out.print(_pairs("事件", shown["event"]))
    out.print(_pairs("消息头", shown["headers"]))
    if read is None:
        print_content(out, shown["content"], shown["withheld"], mended=shown["mended"])
    else:
        print_content(out, read["content"], read["text"], mended=shown["mended"])
    if shown["missing"]:
        out.print(f"缺少：第 {'、'.join(str(number) for number in shown['missing'])} 号")
    if shown["waiting"]:
        behind = {
            f"第 {waiter['sequence']} 号": f"{waiter['type']}  {waiter['id']}"
            for waiter in shown["waiting"]
        }
        out.print(_pairs("排在其后", behind))
    out.print(_pairs("可行处置", {action["name"]: action["does"] for action in shown["actions"]}))


def print_content(out: Console, content: Any, otherwise: str, *, mended: bool = False) -> None:
    """Print the content, or the reason why it is withheld."""
    out.print(Text("内容（已修正）" if mended else "内容", style="italic"))
    if content is None:
        out.print(Text(otherwise, style="yellow"))
    else:
        out.print(Text(orjson.dumps(content, option=orjson.OPT_INDENT_2).decode()))


def _table(title: str, names: list[str]) -> Table:
    widest = min(max(map(len, names), default=8), WIDEST_NAME)
    table = Table(title=title, box=box.SIMPLE, title_justify="left")
    table.add_column("编号", overflow="fold", min_width=widest)
    return table


def _situation(row: Row) -> Text:
    number = f"第 {row['sequence']} 号" if row["sequence"] else ""
    what = " ".join(filter(None, (row["publisher"], row["type"], row["subject"], number)))
    fault = f"（{FAULTS.get(row['fault'], row['fault'])}）" if row["fault"] else ""
    told = Text(f"{KINDS[row['kind']]}{fault} · {STATES[row['state']]}\n", style="bold")
    told.append(f"{what}\n", style="not bold")
    told.append(f"{row['reason']}\n", style="not bold red")
    told.append(f"始于 {_time(row['since'])}", style="not bold dim")
    if row["kind"] != "quarantine":
        told.append(
            f" · 已试 {row['attempts']} 次 · 共 {row['waiting']} 件等待", style="not bold dim"
        )
    if row["due_at"]:
        told.append(f" · 下次 {_time(row['due_at'])}", style="not bold dim")
    return told


def _origin(shown: Row) -> dict[str, Any]:
    if not shown["exchange"]:
        return {}
    where = f"{shown['exchange']} / {shown['routing_key']}"
    kept = {"留存": shown["kept"]} if shown["kept"] else {}
    return {"交换机与路由": where, "到达次数": shown["times"], **kept}


def _pairs(title: str, pairs: Mapping[str, Any]) -> Table:
    table = Table(title=title, box=box.SIMPLE, title_justify="left", show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs.items():
        table.add_row(Text(str(name)), Text(str(value)))
    return table


def _brief(told: str) -> str:
    outcome = told.partition(": ")[0]
    return OUTCOMES.get(outcome, outcome)


def _time(text: str) -> str:
    return moment(datetime.fromisoformat(text))
