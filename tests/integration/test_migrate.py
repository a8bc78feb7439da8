"""Migrations on the real store: under load, after a kill, and never two at once."""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kit_given import Well

from shared.operations.migrations.commands import migrate
from shared.operations.migrations.lock import MigrationLock
from shared.operations.migrations.migration import Migration, Phase
from shared.operations.migrations.progress import MigrationProgress
from shared.operations.migrations.runner import Runner
from shared.operations.migrations.schema import KEY, Schema, SchemaError
from shared.store.mongo.store import MongoStore

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
WELLS = 1000
KILLED = """
import os, signal
from test_migrate import DEEPER, runner_on
from shared.store.mongo.store import MongoStore
told = []
def die(at):
    if at.seen >= 400: os.kill(os.getpid(), signal.SIGKILL)
runner, _ = runner_on(MongoStore({url!r}, "water"), die)
runner.run(DEEPER)
"""


def deeper(row):
    """Write the depth in centimetres beside that in metres."""
    return None if "depth_cm" in row else {**row, "depth_cm": int(row["depth_m"] * 100)}


def without_metres(row):
    """Remove the field that only the older release reads."""
    return (
        {name: value for name, value in row.items() if name != "depth_m"}
        if "depth_m" in row
        else None
    )


DEEPER = Migration("m0001_centimetres", "深度改记厘米", Phase.EXPAND, "wells", deeper)

NO_METRES = Migration("m0002_no_metres", "不再记米", Phase.CONTRACT, "wells", without_metres)
KNOWN = (DEEPER, NO_METRES)


def runner_on(store, say=lambda _: None):
    lock = MigrationLock(store, seconds=1)
    assert lock.acquire() is None
    return Runner(store, lock, lambda: NOW, say), lock


@pytest.fixture
def store(mongo_url):
    opened = MongoStore(mongo_url, "water")
    opened.prepare((Well, Schema, MigrationProgress))
    opened.transact(lambda session: session.add(Schema(KEY, "0.1.0", NOW)))
    for first in range(0, WELLS, 500):
        wells = [Well(f"J-{number:04}") for number in range(first, first + 500)]
        opened.transact(lambda session, wells=wells: session.save(*wells))
    yield opened
    opened.close()


def migrated(store):
    return sum("depth_cm" in row for row in store.raw_collection("wells").find())


def test_all_documents_get_the_new_form_and_the_database_says_so(store):
    runner, _ = runner_on(store)

    done = runner.run(DEEPER)

    assert (done.seen, done.changed, done.finished) == (WELLS, WELLS, True)
    assert migrated(store) == WELLS
    assert store.read(Schema, KEY).expanded == (DEEPER.name,)


def test_a_second_run_changes_nothing(store):
    runner, _ = runner_on(store)
    runner.run(DEEPER)

    assert runner.run(DEEPER, again=True).changed == 0
    assert store.read(Schema, KEY).expanded == (DEEPER.name,)


def test_a_runner_that_was_killed_left_whole_steps_and_the_next_one_goes_on(
    store, mongo_url, wait_for
):
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests/given"), str(Path(__file__).parent)])
    code = textwrap.dedent(KILLED.format(url=mongo_url))
    killed = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert migrated(store) == 400
    assert store.read(Schema, KEY).expanded == ()

    lock = MigrationLock(store, seconds=5)
    wait_for(lambda: lock.acquire() is None)
    done = Runner(store, lock, lambda: NOW, lambda _: None).run(DEEPER)

    assert (done.seen, done.changed) == (WELLS, WELLS)
    assert migrated(store) == WELLS


def test_of_two_runners_one_waits(store):
    _, lock = runner_on(store)

    assert MigrationLock(store).acquire() is not None
    lock.release()
    assert MigrationLock(store).acquire() is None


def test_a_runner_whose_lock_was_taken_over_writes_nothing_more(store, wait_for):
    runner, _ = runner_on(store)
    other = MigrationLock(store, seconds=30)
    wait_for(lambda: other.acquire() is None)

    with pytest.raises(SchemaError, match="taken over"):
        runner.run(DEEPER)

    assert migrated(store) == 0


def test_an_act_of_a_clerk_meanwhile_is_kept(store):
    def act(at):
        if at.seen == 200:
            store.transact(lambda session: session.save(Well("J-0999", times=7)))

    runner, _ = runner_on(store, act)

    runner.run(DEEPER)

    row = store.raw_collection("wells").find_one({"_id": "J-0999"})
    assert (row["times"], row["depth_cm"]) == (7, 8000)


def run(store, **how):
    return migrate(store, "environment", KNOWN, lambda: NOW, lambda _: None, wait_s=5, **how)


def test_what_the_older_release_needs_stays_until_a_person_says_that_it_is_gone(store):
    assert run(store) == 1

    rows = list(store.raw_collection("wells").find())
    assert all("depth_m" in row and "depth_cm" in row for row in rows)
    assert store.read(Schema, KEY).contracted == ()


def test_contracting_first_expands_what_older_processes_wrote_meanwhile(store):
    run(store)
    store.transact(lambda session: session.save(Well("J-9999", depth_m=3.0)))

    assert run(store, contract=True) == 2

    row = store.raw_collection("wells").find_one({"_id": "J-9999"})
    assert row["depth_cm"] == 300
    assert "depth_m" not in row
    schema = store.read(Schema, KEY)
    assert (schema.expanded, schema.contracted) == ((DEEPER.name,), (NO_METRES.name,))
    assert run(store, contract=True) == 0
