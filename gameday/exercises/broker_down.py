"""Exercise: the broker is killed and stays down."""

from gameday.exercise import Exercise, ExerciseContext

PAGE, HEADING = "broker", "BrokerDown"


def run(context: ExerciseContext) -> None:
    """Kill the broker, probe the gates, wait for the alert, start the broker by the runbook."""
    testbed, operator, broker = context.testbed, context.operator, context.testbed.platform.broker
    assert broker is not None
    broker.kill()
    context.record.did(f"kill -9 of RabbitMQ; down for {context.profile.outage_s:.0f} s at least")
    context.gates.ask(unheard=True)
    context.await_alert("BrokerDown", context.profile.outage_s + 60)
    operator.run(PAGE, HEADING, "rabbitmq-diagnostics check_running", fails=True)
    left = context.profile.outage_s - testbed.since_fault(context.record)
    testbed.pause(left)
    context.gates.outage_ends()
    how = "there is no Docker here: the private node is started on its data"
    operator.stand_in(PAGE, HEADING, "docker compose restart", broker.start, how)
    operator.run(PAGE, HEADING, "rabbitmq-diagnostics check_running")
    operator.run(PAGE, HEADING, "rabbitmq-diagnostics check_port_connectivity")
    context.await_that("every /readyz is ok", context.all_ready, 90)


EXERCISE = Exercise(
    name="broker-down",
    title="The broker is down",
    about="RabbitMQ is killed. Acts go on and wait in the outboxes; the gate cannot answer.",
    alerts=("BrokerDown",),
    run=run,
    panel=("待发事件", "sum by (department) (liandong_outbox_pending)", "{{department}}"),
)
