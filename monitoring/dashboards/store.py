"""MongoDB, by Percona's mongodb_exporter: replica set, operations, transactions, cache."""

from monitoring.panels import (
    BYTES,
    PER_SECOND,
    RATE,
    SECONDS,
    Dashboard,
    PanelRow,
    good,
    graph,
    number,
)

BOARD = Dashboard(
    "liandong-store",
    "数据库 MongoDB",
    "副本集是否有主、复制是否跟上、操作日志能覆盖多久、连接与缓存。",
    (
        PanelRow(
            "此刻",
            (
                good("主节点", "count(mongodb_mongod_replset_my_state == 1) or vector(0)", least=1),
                good("健康成员", "max(sum by (set) (mongodb_rs_members_health))", least=1),
                number("连接", 'sum(mongodb_ss_connections{conn_type="current"})'),
                number("等锁的操作", "sum(mongodb_ss_globalLock_currentQueue)", bad=50),
            ),
        ),
        PanelRow(
            "复制",
            (
                graph(
                    "落后",
                    (
                        "max by (member_idx) (mongodb_mongod_replset_member_replication_lag)",
                        "{{member_idx}}",
                    ),
                    unit=SECONDS,
                ),
                graph(
                    "操作日志的时长",
                    (
                        "mongodb_mongod_replset_oplog_head_timestamp - mongodb_mongod_replset_oplog_tail_timestamp",
                        "{{instance}}",
                    ),
                    unit=SECONDS,
                ),
            ),
        ),
        PanelRow(
            "工作",
            (
                graph(
                    "操作",
                    (
                        f"sum by (legacy_op_type) (rate(mongodb_ss_opcounters[{RATE}]))",
                        "{{legacy_op_type}}",
                    ),
                    unit=PER_SECOND,
                ),
                graph(
                    "事务",
                    (f"rate(mongodb_ss_transactions_totalCommitted[{RATE}])", "提交"),
                    (f"rate(mongodb_ss_transactions_totalAborted[{RATE}])", "放弃"),
                    unit=PER_SECOND,
                ),
                graph(
                    "缓存",
                    ("mongodb_ss_wt_cache_bytes_currently_in_the_cache", "已用"),
                    ("mongodb_ss_wt_cache_maximum_bytes_configured", "上限"),
                    unit=BYTES,
                ),
            ),
        ),
    ),
    needs="mongodb_exporter",
)
