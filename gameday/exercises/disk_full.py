"""Exercise: the disk of broker and store is nearly full."""

from gameday.disk import BALLAST, fill, free_mb
from gameday.exercise import Exercise, ExerciseContext

SIZE_MB, LEFT_MB = 1100, 45.0


def run(context: ExerciseContext) -> None:
    """Fill the disk until the broker blocks publishers, diagnose by the runbook, free space."""
    testbed, operator, record = context.testbed, context.operator, context.record
    written = fill(testbed.home, LEFT_MB)
    record.did(
        f"a disk of {SIZE_MB} MB, mounted for this city, is filled with {written} MB of other "
        f"files until {LEFT_MB:.0f} MB are left; the broker's own limit is 50 MB"
    )
    context.await_that("RabbitMQ raises its alarm", lambda: "disk" in _alarms(context), 60)
    context.gates.ask(unheard=True)
    context.await_alert("BrokerAlarm", 90)
    operator.run("broker", "BrokerAlarm", "rabbitmq-diagnostics alarms")
    context.await_alert("HostDiskFull", 420)
    context.await_alert("BrokerDiskLow", 420)
    operator.run("host", "HostDiskFills", "df")
    operator.run("host", "HostDiskFills", "du", {"/var/lib": ".local"})
    context.gates.outage_ends()
    (testbed.home / BALLAST).unlink()
    record.did("the other files are removed; no file of broker or store is touched")
    context.await_that("no alarm is listed any more", lambda: "disk" not in _alarms(context), 60)
    operator.run("broker", "BrokerAlarm", "rabbitmq-diagnostics alarms")
    record.check("over 10 % are free", free_mb(testbed.home) > SIZE_MB / 10)


def _alarms(context: ExerciseContext) -> str:
    broker = context.testbed.platform.broker
    assert broker is not None
    return broker.ctl("eval", "rabbit_alarm:get_alarms().")


EXERCISE = Exercise(
    name="disk-full",
    title="The disk is nearly full",
    about="Broker and store share a small disk that other files fill. RabbitMQ stops taking "
    "messages before it is full; acts go on and wait in the outboxes.",
    alerts=("BrokerAlarm", "HostDiskFull", "BrokerDiskLow"),
    run=run,
    panel=(
        "可用空间",
        'node_filesystem_avail_bytes{mountpoint=~".*gameday.*"} / 1e6',
        "MB",
    ),
    small_disk_mb=SIZE_MB,
    limits=(
        "The disk is not filled to its last byte: the embedded store, which is not for production, "
        "may then acknowledge what it has not written (docs/chaos.md).",
    ),
)
