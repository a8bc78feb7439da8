"""Exercise: the broker is killed and stays away."""

from gameday.exercise import Exercise, Scene

PAGE, HEADING = "broker", "BrokerDown"


def run(scene: Scene) -> None:
    """Kill the broker, ask the gates, wait for the alert, start it by the runbook."""
    town, duty, broker = scene.town, scene.duty, scene.town.platform.broker
    assert broker is not None
    broker.kill()
    scene.record.did(f"kill -9 of RabbitMQ; down for {scene.pace.outage_s:.0f} s at least")
    scene.gates.ask(unheard=True)
    scene.await_alert("BrokerDown", scene.pace.outage_s + 60)
    duty.run(PAGE, HEADING, "rabbitmq-diagnostics check_running", fails=True)
    left = scene.pace.outage_s - town.since_fault(scene.record)
    town.pause(left)
    scene.gates.outage_ends()
    how = "there is no Docker here: the private node is started on its data"
    duty.stand_in(PAGE, HEADING, "docker compose restart", broker.start, how)
    duty.run(PAGE, HEADING, "rabbitmq-diagnostics check_running")
    duty.run(PAGE, HEADING, "rabbitmq-diagnostics check_port_connectivity")
    scene.await_that("every /readyz is ok", scene.all_ready, 90)


EXERCISE = Exercise(
    name="broker-down",
    title="The broker is down",
    about="RabbitMQ is killed. Acts go on and wait in the outboxes; the gate cannot answer.",
    alerts=("BrokerDown",),
    run=run,
    panel=("待发事件", "sum by (department) (liandong_outbox_pending)", "{{department}}"),
)
