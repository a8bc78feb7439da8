"""The cases of a department by the time to their next breach."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rich import box
from rich.table import Table

from services.casework.timelines.text import NAMES, STYLES, left
from services.casework.timelines.titles import UNKNOWN
from shared.cli.department_client import DepartmentClient

Row = Mapping[str, Any]
NEVER = "9999"


def cases_by_breach(desk: DepartmentClient) -> list[Row]:
    """List both kinds of cases with their next clock; cases without a clock come last."""
    rows = [_row(case, "涉嫌犯罪") for case in desk.items("/v1/cases")]
    rows += [_row(case, "行政拘留") for case in desk.items("/v1/detentions")]
    soonest: dict[str, Row] = {}
    for clock in desk.items("/v1/clocks", open="true"):
        soonest.setdefault(clock["case_id"], clock)
    listed = [{**row, "next": soonest.get(row["case_id"])} for row in rows]
    return sorted(listed, key=lambda case: (case["next"] or {}).get("due_at") or NEVER)


def cases_table(rows: list[Row], now: datetime) -> Table:
    """Render the list."""
    table = Table(title=f"案件（{len(rows)}）", box=box.SIMPLE_HEAD, title_justify="left")
    for name in ("案件编号", "种类", "案由", "状态", "最近期限", "责任单位", "还剩"):
        table.add_column(name, overflow="fold")
    for row in rows:
        clock = row["next"]
        told = ("—", "—", "—")
        if clock is not None:
            owner = NAMES.get(clock["owner"], clock["owner"])
            told = (clock["title"], owner, left(clock, now))
        style = STYLES.get(clock["state"], "") if clock else "dim"
        table.add_row(row["case_id"], row["kind"], row["title"], row["state"], *told, style=style)
    return table


def _row(row: Row, kind: str) -> Row:
    return {"case_id": row["case_id"], "kind": kind, "title": _title(row), "state": row["state"]}


def _title(row: Row) -> str:
    if form := row.get("form"):
        return f"{form['offender']['name']}{form['cause']}案"
    if not row["suspects"]:
        return UNKNOWN
    who = row["suspects"][0]["name"] + ("等" if len(row["suspects"]) > 1 else "")
    return f"{who}涉嫌{row['charge'].removesuffix('罪')}案"
