"""Exercise: the document store is killed and stays down."""

from gameday.exercise import Exercise, ExerciseContext


def run(context: ExerciseContext) -> None:
    """Kill the store, probe the gates, wait for the alert, start the store by the runbook."""
    testbed, operator, store = context.testbed, context.operator, context.testbed.platform.store
    assert store is not None
    store.kill()
    context.record.did(f"kill -9 of the store; down for {context.profile.outage_s:.0f} s at least")
    context.gates.ask(unheard=False)
    context.await_alert("StoreUnreachable", context.profile.outage_s + 60)
    swap = {"agriculture": "natural_resources"}
    operator.run("services", "StoreUnreachable", "liandong call", swap, fails=True)
    left = context.profile.outage_s - testbed.since_fault(context.record)
    testbed.pause(left)
    context.gates.outage_ends()
    how = "the embedded store stands in for MongoDB: it is started on its data"
    operator.stand_in("store", "MongoDown", "docker compose restart", store.start, how)
    context.await_that("every /readyz is ok", context.all_ready, 90)
    operator.run("services", "StoreUnreachable", "liandong call", swap)


EXERCISE = Exercise(
    name="store-down",
    title="The store is down",
    about="The document store of all departments is killed. Nobody can act; events wait in queues.",
    alerts=("StoreUnreachable",),
    run=run,
    panel=("数据库可用", "min by (department) (liandong_store_up)", "{{department}}"),
    limits=(
        "MongoDown and MongoNoPrimary need percona's exporter and a MongoDB, which are not here: "
        "their rules are left out of every exercise.",
    ),
)
