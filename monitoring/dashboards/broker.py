"""RabbitMQ: the node, its queues, and events without a subscriber."""

from monitoring.panels import (
    BYTES,
    PER_SECOND,
    RATE,
    Dashboard,
    PanelRow,
    bars,
    good,
    graph,
    number,
)

READY = "rabbitmq_detailed_queue_messages_ready"

BOARD = Dashboard(
    "liandong-broker",
    "消息代理 RabbitMQ",
    "节点是否健康、队列是否积压、是否有人消费。队列深度以消息计，一条消息可含多至 64 个事件。",
    (
        PanelRow(
            "此刻",
            (
                good("节点", 'count(up{job="rabbitmq"} == 1) or vector(0)', least=1),
                number("就绪消息", "sum(rabbitmq_queue_messages_ready)", bad=10000),
                number("未确认消息", "sum(rabbitmq_queue_messages_unacked)"),
                number("无人收听（unheard）", f'sum({READY}{{queue="unheard"}})', bad=1),
                number("隔离队列", f'sum({READY}{{queue=~".+quarantine"}})', bad=1),
                number("连接", "sum(rabbitmq_connections)"),
            ),
        ),
        PanelRow(
            "队列",
            (
                graph("就绪消息", (f"sum by (queue) ({READY})", "{{queue}}")),
                graph(
                    "未确认消息",
                    ("sum by (queue) (rabbitmq_detailed_queue_messages_unacked)", "{{queue}}"),
                ),
                bars("消费者", "sum by (queue) (rabbitmq_detailed_queue_consumers)", "{{queue}}"),
            ),
        ),
        PanelRow(
            "流量",
            (
                graph(
                    "收到",
                    (f"sum(rate(rabbitmq_global_messages_received_total[{RATE}]))", "消息"),
                    unit=PER_SECOND,
                ),
                graph(
                    "确认",
                    (f"sum(rate(rabbitmq_global_messages_confirmed_total[{RATE}]))", "消息"),
                    unit=PER_SECOND,
                ),
                graph(
                    "投递与确认消费",
                    (f"sum(rate(rabbitmq_global_messages_delivered_total[{RATE}]))", "投递"),
                    (f"sum(rate(rabbitmq_global_messages_acknowledged_total[{RATE}]))", "确认"),
                    unit=PER_SECOND,
                ),
                graph(
                    "不可路由",
                    (
                        f"sum(rate(rabbitmq_global_messages_unroutable_dropped_total[{RATE}])) + sum(rate(rabbitmq_global_messages_unroutable_returned_total[{RATE}]))",
                        "消息",
                    ),
                    unit=PER_SECOND,
                ),
            ),
        ),
        PanelRow(
            "节点",
            (
                graph(
                    "内存",
                    ("rabbitmq_process_resident_memory_bytes", "已用"),
                    ("rabbitmq_resident_memory_limit_bytes", "上限"),
                    unit=BYTES,
                ),
                graph(
                    "磁盘",
                    ("rabbitmq_disk_space_available_bytes", "可用"),
                    ("rabbitmq_disk_space_available_limit_bytes", "下限"),
                    unit=BYTES,
                ),
                graph(
                    "文件句柄",
                    ("rabbitmq_process_open_fds", "已用"),
                    ("rabbitmq_process_max_fds", "上限"),
                ),
                graph(
                    "Raft 提交索引增长",
                    (f"sum(rate(rabbitmq_raft_log_commit_index[{RATE}]))", "条目"),
                    unit=PER_SECOND,
                ),
            ),
        ),
    ),
)
