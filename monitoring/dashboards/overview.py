"""The duty officer's first page: health, latency, backlog and alerts of all departments."""

from monitoring.panels import (
    PER_SECOND,
    RATE,
    SECONDS,
    SHARE,
    Dashboard,
    PanelRow,
    bars,
    good,
    graph,
)
from monitoring.panels import number as one

LATE = "liandong:effects_late:ratio_rate5m"
P99 = (
    "histogram_quantile(0.99, sum by (department, le) "
    f"(rate(liandong_act_to_effect_seconds_bucket[{RATE}])))"
)

BOARD = Dashboard(
    "liandong-overview",
    "联动总览（值班）",
    "一屏看清：各部门是否在线、事件是否按时生效、是否有积压或待人工处理的消息、是否有逾期事项。",
    (
        PanelRow(
            "此刻",
            (
                good("在线部门", 'count(up{job="liandong"} == 1) or vector(0)', least=5),
                good(
                    "读取收件箱的部门",
                    "sum(max by (department) (liandong_consumer_connected))",
                    least=5,
                ),
                good("数据库可用的部门", "sum(max by (department) (liandong_store_up))", least=5),
                one(
                    "待人工处理车道",
                    'sum(max by (department) (liandong_lanes{state="person"}))',
                    bad=1,
                ),
                one("隔离消息", "sum(max by (department) (liandong_quarantine_messages))", bad=1),
                one("逾期事项", "sum(liandong:obligations_overdue:sum)", bad=1),
            ),
        ),
        PanelRow(
            "联动时效",
            (
                graph(
                    "从行为到生效，99% 分位",
                    (P99, "{{department}}"),
                    unit=SECONDS,
                    about="一个部门的行为在另一部门生效所用时间；目标见 docs/slo.md：5 秒。",
                ),
                graph("超过 5 秒的比例", (LATE, "{{department}}"), unit=SHARE),
                graph(
                    "每秒生效事件", ("liandong:effects:rate5m", "{{department}}"), unit=PER_SECOND
                ),
            ),
        ),
        PanelRow(
            "积压与失败",
            (
                graph(
                    "待发事件", ("max by (department) (liandong_outbox_pending)", "{{department}}")
                ),
                graph(
                    "最久待发",
                    ("max by (department) (liandong_outbox_oldest_age_seconds)", "{{department}}"),
                    unit=SECONDS,
                ),
                graph(
                    "停靠事件", ("max by (department) (liandong_parked_events)", "{{department}}")
                ),
            ),
        ),
        PanelRow(
            "接口与告警",
            (
                graph(
                    "每秒请求",
                    (
                        f"sum by (department) (rate(liandong_http_requests_total[{RATE}]))",
                        "{{department}}",
                    ),
                    unit=PER_SECOND,
                ),
                graph(
                    "失败请求比例",
                    ("liandong:http_failed:ratio_rate5m", "{{department}}"),
                    unit=SHARE,
                ),
                bars(
                    "告警",
                    'count by (alertname, severity) (ALERTS{alertstate="firing"})',
                    "{{alertname}}",
                    about="Watchdog 应始终在列：它消失说明告警链路本身断了。",
                ),
            ),
        ),
    ),
)
