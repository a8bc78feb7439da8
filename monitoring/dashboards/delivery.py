"""The delivery engine: outbox, relay, inbox, lanes and quarantine of all departments."""

from monitoring.panels import (
    PER_SECOND,
    RATE,
    SECONDS,
    SHARE,
    Dashboard,
    PanelRow,
    bars,
    graph,
    number,
)

BURN = "liandong:effects_late:ratio_rate"
BUDGET = 0.001


def each(metric: str) -> str:
    """Return the query of a gauge by department."""
    return f"max by (department) ({metric})"


def rate(metric: str, by: str = "department") -> str:
    """Return the query of a rate by department, or by other labels."""
    return f"sum by ({by}) (rate({metric}[{RATE}]))"


BOARD = Dashboard(
    "liandong-delivery",
    "投递引擎",
    "事件从发件箱到生效的每一步：待发、中继、确认、批次、停靠、隔离，以及目标的消耗速度。",
    (
        PanelRow(
            "目标（docs/slo.md）",
            (
                graph(
                    "错误预算消耗倍数",
                    (f"max({BURN}5m) / {BUDGET}", "5 分钟"),
                    (f"max({BURN}1h) / {BUDGET}", "1 小时"),
                    (f"max({BURN}6h) / {BUDGET}", "6 小时"),
                    about="1 表示恰好在 30 天内用完预算；14.4 表示 2 天用完。",
                ),
                graph("按时生效比例", (f"1 - {BURN}1h", "{{department}}"), unit=SHARE),
                bars(
                    "各类事件，99% 分位",
                    "topk(15, histogram_quantile(0.99, sum by (event, le) (rate(liandong_act_to_effect_seconds_bucket[30m]))))",
                    "{{event}}",
                    unit=SECONDS,
                ),
            ),
        ),
        PanelRow(
            "发件",
            (
                graph("待发事件", (each("liandong_outbox_pending"), "{{department}}")),
                graph(
                    "最久待发",
                    (each("liandong_outbox_oldest_age_seconds"), "{{department}}"),
                    unit=SECONDS,
                ),
                graph(
                    "每秒发出",
                    (rate("liandong_events_published_total"), "{{department}}"),
                    unit=PER_SECOND,
                ),
            ),
        ),
        PanelRow(
            "中继",
            (
                graph(
                    "窗口",
                    (each("liandong_relay_window_messages"), "{{department}}"),
                    about="可同时在途的消息数；确认慢时减半。",
                ),
                graph(
                    "消息的结果",
                    (rate("liandong_relay_messages_total", "outcome"), "{{outcome}}"),
                    unit=PER_SECOND,
                ),
                graph(
                    "一批的确认时间，95% 分位",
                    (
                        f"histogram_quantile(0.95, {rate('liandong_relay_batch_seconds_bucket', 'department, le')})",
                        "{{department}}",
                    ),
                    unit=SECONDS,
                ),
                number("正在中继的进程", "sum(liandong_relay_leads)"),
            ),
        ),
        PanelRow(
            "收件",
            (
                graph(
                    "一批的事件数",
                    (
                        f"{rate('liandong_events_applied_total')} / {rate('liandong_batches_total')}",
                        "{{department}}",
                    ),
                ),
                graph(
                    "处理一个事件，95% 分位",
                    (
                        f"histogram_quantile(0.95, {rate('liandong_handling_seconds_bucket', 'department, le')})",
                        "{{department}}",
                    ),
                    unit=SECONDS,
                ),
                graph(
                    "事务时间，95% 分位",
                    (
                        f"histogram_quantile(0.95, {rate('liandong_store_transaction_seconds_bucket', 'department, le')})",
                        "{{department}}",
                    ),
                    unit=SECONDS,
                ),
            ),
        ),
        PanelRow(
            "失败",
            (
                graph(
                    "车道",
                    (
                        "sum by (department, state) (max by (department, state) (liandong_lanes)) ",
                        "{{department}} {{state}}",
                    ),
                ),
                graph(
                    "最久停靠",
                    ("max by (department) (liandong_lane_oldest_age_seconds)", "{{department}}"),
                    unit=SECONDS,
                ),
                graph(
                    "新停靠事件",
                    (rate("liandong_events_parked_total"), "{{department}}"),
                    unit=PER_SECOND,
                ),
                graph(
                    "被拒的投递",
                    (rate("liandong_events_refused_total", "reason"), "{{reason}}"),
                    unit=PER_SECOND,
                ),
                graph(
                    "他方未采纳",
                    (
                        rate("liandong_events_refused_elsewhere_total", "by"),
                        "{{by}}",
                    ),
                    unit=PER_SECOND,
                ),
            ),
        ),
        PanelRow(
            "连接",
            (
                graph("收件箱在读", (each("liandong_consumer_connected"), "{{department}}")),
                graph("发送通道", (each("liandong_publisher_connected"), "{{department}}")),
                graph("数据库", (each("liandong_store_up"), "{{department}}")),
                graph(
                    "指标查询用时",
                    (each("liandong_measuring_seconds"), "{{department}}"),
                    unit=SECONDS,
                ),
            ),
        ),
    ),
)
