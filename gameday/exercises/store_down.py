"""Exercise: the document store is killed and stays away."""

from gameday.exercise import Exercise, Scene


def run(scene: Scene) -> None:
    """Kill the store, ask the gates, wait for the alert, start it by the runbook."""
    town, duty, store = scene.town, scene.duty, scene.town.platform.store
    assert store is not None
    store.kill()
    scene.record.did(f"kill -9 of the store; down for {scene.pace.outage_s:.0f} s at least")
    scene.gates.ask(unheard=False)
    scene.await_alert("StoreUnreachable", scene.pace.outage_s + 60)
    swap = {"agriculture": "natural_resources"}
    duty.run("services", "StoreUnreachable", "liandong call", swap, fails=True)
    left = scene.pace.outage_s - town.since_fault(scene.record)
    town.pause(left)
    scene.gates.outage_ends()
    how = "the embedded store stands in for MongoDB: it is started on its data"
    duty.stand_in("store", "MongoDown", "docker compose restart", store.start, how)
    scene.await_that("every /readyz is ok", scene.all_ready, 90)
    duty.run("services", "StoreUnreachable", "liandong call", swap)


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
