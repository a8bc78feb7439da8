"""Backup and restore on the real store, with processes killed midway."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.clock.system import system_clock
from shared.config.mongo_address import MongoAddress
from shared.handling.claim_check import Blob
from shared.handling.sequence import SequenceState
from shared.operations.backups.chains import chain_of, newest_of
from shared.operations.backups.create import BackupRequest, create
from shared.operations.backups.database import Database
from shared.operations.backups.folder import BackupFolder
from shared.operations.backups.manifest import BackupError
from shared.operations.backups.restore import Restore
from shared.operations.migrations.guard import check_fit
from shared.operations.migrations.schema import KEY, Schema, SchemaError, SchemaState
from shared.store.mongo.store import MongoStore
from shared.store.outbox import RELAY, Lease, OutboxEvent

ROOT = Path(__file__).parents[2]
DEPARTMENT = "environment"
PLOT = "140728-0007"
NOW = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
NEVER = timedelta(days=1)
MAKE = """
from pathlib import Path
from test_backup import back_up, die_at
back_up(Path({home!r}), {url!r}, NUMBER, say=die_at("environment/outbox"))
"""
BRING_BACK = """
from pathlib import Path
from test_backup import bring_back, die_at
bring_back(Path({home!r}), {url!r}, say=die_at("environment/numbers: 0"), over=True)
"""


def die_at(words):
    """Return an output function that kills the process at a line with this beginning."""

    def say(text):
        if text.startswith(words):
            os.kill(os.getpid(), signal.SIGKILL)

    return say


def back_up(home, url, number, *, rests=False, say=print):
    """Make a backup; `number` is its minute, so that names are ascending."""
    with BackupFolder(home) as folder:
        backups = folder.backups()
        since = backups[max(backups)] if rests else None
        order = BackupRequest(MongoAddress(url), (DEPARTMENT,), "{}", "a test", since)
        return create(folder, order, NOW + timedelta(minutes=number), say)


def bring_back(home, url, *, name="", at=None, over=False, say=print):
    backups = BackupFolder(home).backups()
    chain = chain_of(backups, name or newest_of(backups, DEPARTMENT, at))
    return Restore(MongoAddress(url), DEPARTMENT, home, chain, say).run(
        system_clock, replace_existing=over
    )


def emitted(number, subject=PLOT):
    return OutboxEvent(f"e-{subject}-{number:05}", subject, number, "plot.listed.v1", b"{}", NOW)


def act(store, *numbers, subject=PLOT):
    """Write events of a subject with their sequence numbers, one transaction each."""
    for number in numbers:
        done = (emitted(number, subject), SequenceState(subject, number))
        store.transact(lambda session, done=done: session.save(*done))


def content(url):
    """Return all documents as bytes, except the database's own metadata."""
    database = Database(MongoAddress(url), DEPARTMENT)
    names = [name for name in database.names() if name not in ("schema", "leases")]
    found = {(name, row["_id"]): row.raw for name in names for row in database.raw(name).find()}
    database.close()
    return found


def run_and_die(code, url, home):
    path = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
    text = textwrap.dedent(code.format(url=url, home=str(home)))
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", text], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.fixture
def home(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def store(mongo_url):
    opened = MongoStore(mongo_url, DEPARTMENT)
    check_fit(opened, DEPARTMENT, (OutboxEvent, SequenceState, Blob), system_clock)
    act(opened, 1, 2, 3)
    opened.transact(lambda session: session.add(Blob("0" * 64, os.urandom(500_000), 10, NOW)))
    yield opened
    opened.close()


def test_a_database_comes_back_byte_for_byte(store, mongo_url, home):
    whole = content(mongo_url)
    made = back_up(home, mongo_url, 1)
    act(store, 4, 5)

    bring_back(home, mongo_url, over=True)

    assert content(mongo_url) == whole
    newest = made.departments[0].newest
    assert (newest.subject, newest.sequence, newest.events) == (PLOT, 3, 3)


def test_the_database_can_be_brought_to_the_instant_of_each_backup(store, mongo_url, home):
    then = []
    for number in range(4):
        act(store, *range(10 * number + 10, 10 * number + 20), subject=f"J-{number}")
        lost = emitted(number, "gone")
        store.transact(lambda session, lost=lost: session.save(lost))
        if number:
            before = emitted(number - 1, "gone")
            store.transact(lambda session, before=before: remove(session, before))
        made = back_up(home, mongo_url, number, rests=number > 0)
        then.append((made.departments[0].at, content(mongo_url)))

    for at, whole in reversed(then):
        bring_back(home, mongo_url, at=at, over=True)
        assert content(mongo_url) == whole


def remove(session, thing):
    session.load(type(thing), [thing.id])
    session.remove(thing)


def test_a_backup_on_another_holds_only_what_changed(store, mongo_url, home):
    full = back_up(home, mongo_url, 1)
    act(store, 4)

    made = back_up(home, mongo_url, 2, rests=True)

    written = {
        collection.name: collection.written
        for collection in made.departments[0].collections
        if collection.written
    }
    assert written == {"outbox": 1, "sequences": 1}
    assert made.size < full.size / 10


def test_a_backup_while_the_department_works_shows_one_instant(store, mongo_url, home):
    ended = threading.Event()

    def work():
        number = 3
        while not ended.is_set():
            number += 1
            act(store, number)

    clerk = threading.Thread(target=work)
    clerk.start()
    for number in range(5):
        back_up(home, mongo_url, number, rests=number > 0)
    ended.set()
    clerk.join()

    for name in BackupFolder(home).backups():
        bring_back(home, mongo_url, name=name, over=True)
        assert store.read(SequenceState, PLOT).last == len(
            store.outbox.subject_events(PLOT, 0, 100_000)
        )


def test_a_backup_that_was_killed_is_none(store, mongo_url, home):
    run_and_die(MAKE.replace("NUMBER", "1"), mongo_url, home)

    assert BackupFolder(home).backups() == {}
    assert len(BackupFolder(home).unfinished()) == 1
    back_up(home, mongo_url, 2)
    assert len(BackupFolder(home).backups()) == 1


def test_a_database_that_is_half_restored_is_refused_until_a_restore_ends(store, mongo_url, home):
    whole = content(mongo_url)
    back_up(home, mongo_url, 1)
    act(store, 4)
    run_and_die(BRING_BACK.replace("numbers: 0", "outbox"), mongo_url, home)
    with pytest.raises(SchemaError, match="half restored"):
        check_fit(store, DEPARTMENT, (), system_clock)

    bring_back(home, mongo_url)

    assert content(mongo_url) == whole
    assert store.read(Schema, KEY).state is SchemaState.RESTORED


def test_services_do_not_start_on_a_restored_database_before_it_has_recovered(
    store, mongo_url, home
):
    back_up(home, mongo_url, 1)
    bring_back(home, mongo_url, over=True)

    with pytest.raises(SchemaError, match="liandong recover environment"):
        check_fit(store, DEPARTMENT, (), system_clock)


def test_a_damaged_backup_is_refused_before_anything_is_written(store, mongo_url, home):
    made = back_up(home, mongo_url, 1)
    act(store, 4)
    whole = content(mongo_url)
    with (home / made.name / DEPARTMENT / "sequences.bson.gz").open("ab") as file:
        file.write(b"\0")

    with pytest.raises(BackupError, match=r"sequences\.bson\.gz is not what was written"):
        bring_back(home, mongo_url, over=True)

    assert content(mongo_url) == whole
    assert store.read(Schema, KEY).state is SchemaState.READY


def test_a_database_that_holds_something_is_not_overwritten_unasked(store, mongo_url, home):
    back_up(home, mongo_url, 1)
    act(store, 4)

    with pytest.raises(BackupError, match="--replace"):
        bring_back(home, mongo_url)

    assert store.read(SequenceState, PLOT).last == 4


def test_a_department_at_work_is_not_restored(store, mongo_url, home):
    back_up(home, mongo_url, 1)
    store.prepare((Lease,))
    held = Lease(RELAY, "worker-1", 1, store.server_time() + NEVER)
    store.transact(lambda session: session.save(held))

    with pytest.raises(BackupError, match="worker-1"):
        bring_back(home, mongo_url, over=True)
    store.transact(lambda session: session.save(replace(held, until=NOW)))


def test_an_empty_database_needs_no_leave(store, mongo_url, home):
    whole = content(mongo_url)
    back_up(home, mongo_url, 1)
    store.raw_collection("outbox").database.client.drop_database(
        store.raw_collection("outbox").database.name
    )

    bring_back(home, mongo_url)

    assert content(mongo_url) == whole
