"""The sentences and rows of a bulletin, the same in every format."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.handling import LEGAL_ZONE

BulletinJson = Mapping[str, Any]
TITLES = {
    "environment": "生态环境局",
    "natural_resources": "规划和自然资源局",
    "agriculture": "农业农村局",
    "public_security": "公安局",
    "coordination": "土壤污染防治工作领导小组办公室",
}
HEADS = ("事项", "本月新增", "已办", "其中逾期办结", "仍逾期")
BREACH_HEADS = ("逾期事项", "所属", "最后一日", "已逾期", "依据")


def title_of(bulletin: BulletinJson) -> str:
    """Return the heading."""
    year, month = bulletin["month"].split("-")
    department = bulletin["department"]
    return f"{TITLES.get(department, department)}{year}年{int(month)}月应办事项通报"


def verdict_of(bulletin: BulletinJson) -> str:
    """Summarise the month in one sentence."""
    ended = bulletin["in_time"] + bulletin["late"]
    rate = f"，按期率 {bulletin['in_time'] / ended:.0%}" if ended else ""
    owed = f"，{bulletin['overdue']} 件仍逾期未办" if bulletin["overdue"] else "，无逾期未办"
    return f"本月新增 {bulletin['opened']} 件，办结 {ended} 件{rate}{owed}。"


def numbers_of(bulletin: BulletinJson) -> tuple[tuple[str, str], ...]:
    """List the figures."""
    return (
        ("新增", str(bulletin["opened"])),
        ("按期办结", str(bulletin["in_time"])),
        ("逾期办结", str(bulletin["late"])),
        ("仍逾期", str(bulletin["overdue"])),
        ("撤回", str(bulletin["withdrawn"])),
        ("月末未办", str(bulletin["open"])),
        ("逾期时长中位数", hours_of(bulletin["median_delay_h"])),
        ("最长逾期", hours_of(bulletin["worst_delay_h"])),
    )


def rule_tally_cells(tally: BulletinJson) -> tuple[str, ...]:
    """Return a row of the table by rule."""
    figures = (tally["opened"], tally["fulfilled"], tally["late"], tally["overdue"])
    return (f"{tally['title']}（{tally['rule']}）", *map(str, figures))


def breach_cells(breach: BulletinJson) -> tuple[str, ...]:
    """Return a row of the list of overdue duties."""
    last = breach["last_day"] or _minute(breach["due_at"])
    basis = "；".join(breach["basis"])
    return (breach["title"], breach["subject"], last, hours_of(breach["hours_late"]), basis)


def hours_of(hours: float | None) -> str:
    """Format a duration."""
    if hours is None:
        return "—"
    return f"{hours / 24:.1f}天" if hours >= 24 else f"{hours:.1f}小时"


def _minute(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M}"
