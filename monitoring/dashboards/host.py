"""The host machine, by Prometheus' node_exporter."""

from monitoring.panels import BYTES, RATE, SECONDS, SHARE, Dashboard, PanelRow, graph

DISKS = 'fstype!~"tmpfs|overlay|squashfs|nsfs"'

BOARD = Dashboard(
    "liandong-host",
    "主机",
    "处理器、内存、磁盘、网络与时间；RabbitMQ 与 MongoDB 的数据盘写满会使投递停止。",
    (
        PanelRow(
            "处理器与内存",
            (
                graph(
                    "处理器忙",
                    (
                        f'1 - avg by (instance) (rate(node_cpu_seconds_total{{mode="idle"}}[{RATE}]))',
                        "{{instance}}",
                    ),
                    unit=SHARE,
                ),
                graph("负载", ("node_load5", "{{instance}} 5 分钟")),
                graph("可用内存", ("node_memory_MemAvailable_bytes", "{{instance}}"), unit=BYTES),
            ),
        ),
        PanelRow(
            "磁盘与网络",
            (
                graph(
                    "磁盘剩余",
                    (
                        f"min by (instance, mountpoint) (node_filesystem_avail_bytes{{{DISKS}}} / node_filesystem_size_bytes{{{DISKS}}})",
                        "{{instance}} {{mountpoint}}",
                    ),
                    unit=SHARE,
                ),
                graph(
                    "磁盘忙",
                    (f"rate(node_disk_io_time_seconds_total[{RATE}])", "{{instance}} {{device}}"),
                    unit=SHARE,
                ),
                graph(
                    "网络",
                    (
                        f'sum by (instance) (rate(node_network_receive_bytes_total{{device!="lo"}}[{RATE}]))',
                        "收",
                    ),
                    (
                        f'sum by (instance) (rate(node_network_transmit_bytes_total{{device!="lo"}}[{RATE}]))',
                        "发",
                    ),
                    unit="Bps",
                ),
            ),
        ),
        PanelRow(
            "时间",
            (
                graph(
                    "与标准时间之差", ("node_timex_offset_seconds", "{{instance}}"), unit=SECONDS
                ),
                graph(
                    "部门时钟之差",
                    ("liandong:clock_skew_seconds:max", "{{department}}"),
                    unit=SECONDS,
                    about="部门进程所认为的时间与采集时间之差；演练中移动时钟时会很大。",
                ),
            ),
        ),
    ),
)
