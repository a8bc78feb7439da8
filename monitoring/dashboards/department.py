"""One department: inbox, outbox, backlog, and the latency of its API."""

from monitoring.panels import (
    PER_SECOND,
    RATE,
    SECONDS,
    Dashboard,
    Panel,
    PanelRow,
    bars,
    good,
    graph,
    number,
    stacked,
)

HERE = 'department="$department"'


def quantile(share: float, metric: str, by: str) -> str:
    """Return the query of a quantile of a histogram of the chosen department."""
    inner = f"sum by ({by}, le) (rate({metric}_bucket{{{HERE}}}[{RATE}]))"
    return f"histogram_quantile({share}, {inner})"


def busiest(metric: str, by: str, *more: str) -> str:
    """Return the query of the ten highest rates."""
    labels = ",".join((HERE, *more))
    return f"topk(10, sum by ({by}) (rate({metric}{{{labels}}}[{RATE}])))"


def newest(metric: str, *more: str) -> str:
    """Return the query of a gauge that several processes may report."""
    return f"max({metric}{{{','.join((HERE, *more))}}})"


NOW: tuple[Panel, ...] = (
    good("进程在线", f"count(liandong_build_info{{{HERE}}})", least=1),
    good("收件箱", newest("liandong_consumer_connected"), least=1),
    good("数据库", newest("liandong_store_up"), least=1),
    number("待发事件", newest("liandong_outbox_pending"), bad=1000),
    number("待人工车道", newest("liandong_lanes", 'state="person"'), bad=1),
    number("隔离消息", newest("liandong_quarantine_messages"), bad=1),
)

BOARD = Dashboard(
    "liandong-department",
    "单个部门",
    "选择一个部门：收到什么、发出什么、什么在等待、接口答复得如何。",
    (
        PanelRow("此刻", NOW),
        PanelRow(
            "收到的事件",
            (
                stacked(
                    "生效事件（最多的十种）",
                    (busiest("liandong_events_applied_total", "event"), "{{event}}"),
                    unit=PER_SECOND,
                ),
                graph(
                    "从行为到生效，95% 分位",
                    (quantile(0.95, "liandong_act_to_effect_seconds", "event"), "{{event}}"),
                    unit=SECONDS,
                ),
                graph(
                    "处理一个事件，95% 分位",
                    (quantile(0.95, "liandong_handling_seconds", "event"), "{{event}}"),
                    unit=SECONDS,
                    about="一批事件的事务时间平摊到每个事件。",
                ),
            ),
        ),
        PanelRow(
            "所依据信息的新旧",
            (
                bars(
                    "距最近一次生效的行为",
                    f"time() - max by (event) (liandong_last_effect_act_timestamp_seconds{{{HERE}}})",
                    "{{event}}",
                    unit=SECONDS,
                    about="该类事件中，已在本部门生效的最新一件行为距今多久。久未发生不等于落后；与积压、停靠一起看。",
                ),
                graph("停靠车道", (f"max by (state) (liandong_lanes{{{HERE}}})", "{{state}}")),
                graph(
                    "最久停靠",
                    (f"max by (state) (liandong_lane_oldest_age_seconds{{{HERE}}})", "{{state}}"),
                    unit=SECONDS,
                ),
            ),
        ),
        PanelRow(
            "接口",
            (
                stacked(
                    "每秒请求（最多的十个地址）",
                    (busiest("liandong_http_requests_total", "route"), "{{route}}"),
                    unit=PER_SECOND,
                ),
                graph(
                    "按状态码",
                    (
                        f"sum by (status) (rate(liandong_http_requests_total{{{HERE}}}[{RATE}]))",
                        "{{status}}",
                    ),
                    unit=PER_SECOND,
                ),
                graph(
                    "答复时间，95% 分位",
                    (quantile(0.95, "liandong_http_request_seconds", "route"), "{{route}}"),
                    unit=SECONDS,
                ),
            ),
        ),
        PanelRow(
            "数据库与进程",
            (
                graph(
                    "事务时间",
                    (
                        f"histogram_quantile(0.5, sum by (le) (rate(liandong_store_transaction_seconds_bucket{{{HERE}}}[{RATE}])))",
                        "50%",
                    ),
                    (
                        f"histogram_quantile(0.99, sum by (le) (rate(liandong_store_transaction_seconds_bucket{{{HERE}}}[{RATE}])))",
                        "99%",
                    ),
                    unit=SECONDS,
                ),
                graph(
                    "重做与放弃的事务",
                    (f"sum(rate(liandong_store_repeats_total{{{HERE}}}[{RATE}]))", "重做"),
                    (
                        f"sum by (reason) (rate(liandong_store_errors_total{{{HERE}}}[{RATE}]))",
                        "{{reason}}",
                    ),
                    unit=PER_SECOND,
                ),
                graph(
                    "处理器",
                    (
                        f"sum by (instance) (rate(process_cpu_seconds_total{{{HERE}}}[{RATE}]))",
                        "{{instance}}",
                    ),
                    unit="percentunit",
                ),
                graph(
                    "内存",
                    (f"process_resident_memory_bytes{{{HERE}}}", "{{instance}}"),
                    unit="bytes",
                ),
            ),
        ),
        PanelRow(
            "资料",
            (
                bars(
                    "按状态",
                    f"max by (kind, state) (liandong_documents{{{HERE}}}) > 0",
                    "{{kind}} {{state}}",
                ),
                graph(
                    "资料总数",
                    (
                        f"max by (collection) (liandong_stored_documents{{{HERE}}})",
                        "{{collection}}",
                    ),
                ),
                graph(
                    "告警与错误日志",
                    (
                        f"sum by (level) (rate(liandong_log_lines_total{{{HERE}}}[{RATE}]))",
                        "{{level}}",
                    ),
                    unit=PER_SECOND,
                ),
            ),
        ),
    ),
    asks_department=True,
)
