"""Referrals by step, clues, and gates of land procedures: counts only, no content of cases."""

from monitoring.panels import PER_SECOND, RATE, SECONDS, Dashboard, PanelRow, bars, graph

GATE = 'event=~"environment.gate.+"'


def standing(kind: str) -> str:
    """Return the query that counts documents of a kind by state, over all departments."""
    return f'sum by (state) (max by (department, state) (liandong_documents{{kind="{kind}"}}))'


def by_department(kind: str) -> str:
    """Return the query that counts documents of a kind by department and state, without zeros."""
    return f'max by (department, state) (liandong_documents{{kind="{kind}"}}) > 0'


BOARD = Dashboard(
    "liandong-cases",
    "案件移送与准入核验",
    "移送案件走到哪一步、线索与准入核验的数量。只有数量，没有任何案件内容。",
    (
        PanelRow(
            "行刑衔接",
            (
                bars("移送案件（移送机关）", by_department("cases"), "{{department}} {{state}}"),
                bars("移送案件（公安机关）", by_department("referred_cases"), "{{state}}"),
                bars("行政拘留移送", standing("detentions"), "{{state}}"),
            ),
        ),
        PanelRow(
            "线索",
            (
                bars("线索", by_department("clues"), "{{department}} {{state}}"),
                graph(
                    "案件步骤",
                    (
                        f'sum by (event) (rate(liandong_events_applied_total{{event=~"casework.+"}}[{RATE}]))',
                        "{{event}}",
                    ),
                    unit=PER_SECOND,
                ),
            ),
        ),
        PanelRow(
            "准入核验（用地手续）",
            (
                bars("核验答复", standing("gates"), "{{state}}"),
                bars("用地手续", standing("applications"), "{{state}}"),
                graph(
                    "答复速度",
                    (
                        f"sum by (event) (rate(liandong_events_applied_total{{{GATE}}}[{RATE}]))",
                        "{{event}}",
                    ),
                    unit=PER_SECOND,
                ),
                graph(
                    "答复所依据信息的时间差，99% 分位",
                    (
                        f'histogram_quantile(0.99, sum by (event, le) (rate(liandong_act_to_effect_seconds_bucket{{department="natural_resources",{GATE}}}[{RATE}])))',
                        "{{event}}",
                    ),
                    unit=SECONDS,
                    about="自然资源部门据以决定的答复，是生态环境部门多久以前作出的；决定前还要与本部门的图层核对。",
                ),
            ),
        ),
        PanelRow(
            "地块与许可",
            (
                bars("地块", standing("plots"), "{{state}}"),
                bars("调查", standing("surveys"), "{{state}}"),
                bars("排污许可证", standing("permits"), "{{state}}"),
                bars("复垦", standing("reclamations"), "{{state}}"),
            ),
        ),
    ),
)
