"""Obligations by owner, due time and state, for the leading group."""

from monitoring.panels import RATE, SECONDS, Dashboard, PanelRow, bars, good, graph, number, table

OPEN = "sum by (owner) (liandong:obligations:max)"
NAMED = " * on (owner) group_left (title) max by (owner, title) (liandong_owner_info)"
RULED = " * on (rule) group_left (title) max by (rule, title) (liandong_obligation_rule_info)"
HEARD = "liandong_events_applied_total"


def told(event: str) -> str:
    """Return the query that counts the office's obligation events of one kind in a day."""
    kind = f'event="coordination.obligation.{event}.v1",department="coordination"'
    return f"sum(increase({HEARD}{{{kind}}}[1d])) or vector(0)"


def state(name: str) -> str:
    """Return the query that counts open obligations in a state."""
    return f'sum(liandong:obligations:max{{state="{name}"}}) or vector(0)'


BOARD = Dashboard(
    "liandong-clocks",
    "应办事项与期限",
    "每一项法定或方案规定的反应都有时钟。这里显示谁应办什么、还剩多久、哪些已逾期。",
    (
        PanelRow(
            "今日",
            (
                number("已逾期", state("已逾期"), bad=1),
                number("即将到期", state("即将到期"), bad=10),
                number("计时中", state("计时中")),
                number("已中止", state("已中止")),
                number("一日内履行", told("fulfilled")),
                number("一日内新逾期", told("overdue"), bad=1),
            ),
        ),
        PanelRow(
            "各部门",
            (
                bars("逾期事项", f"liandong:obligations_overdue:sum{NAMED}", "{{title}}"),
                bars("未结事项", f"{OPEN}{NAMED}", "{{title}}"),
            ),
        ),
        PanelRow(
            "各类事项",
            (
                bars(
                    "未结（按事项）",
                    f"sum by (rule) (liandong:obligations:max){RULED}",
                    "{{title}}",
                ),
                bars(
                    "最近一次到期还剩",
                    f"min by (rule) (liandong:obligation_to_breach:min){RULED}",
                    "{{title}}",
                    unit=SECONDS,
                    about="负数为已逾期。",
                ),
                table(
                    "逾期明细",
                    f'sum by (owner, rule) (liandong:obligations:max{{state=~"已逾期|即将到期|计时中"}}){RULED}',
                ),
            ),
        ),
        PanelRow(
            "走势",
            (
                graph("按状态", ("sum by (state) (liandong:obligations:max)", "{{state}}")),
                graph("逾期", ("liandong:obligations_overdue:sum", "{{owner}}")),
                good(
                    "时钟在走",
                    'time() - max(liandong_timer_last_done_timestamp_seconds{timer="on_tick"}) < bool 30',
                    least=1,
                    about="每秒检查一次到期；30 秒没有检查过则为 0。",
                ),
                graph(
                    "检查次数",
                    (
                        f"sum by (timer, outcome) (rate(liandong_timer_runs_total[{RATE}]))",
                        "{{timer}} {{outcome}}",
                    ),
                ),
            ),
        ),
    ),
)
