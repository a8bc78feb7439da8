"""The embedded store: acknowledged writes survive a kill, and its settings are isolated."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from shared.local.errors import NotInstalledError
from shared.local.store import EmbeddedStore


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Iterator[EmbeddedStore]:
    embedded = EmbeddedStore(tmp_path_factory.mktemp("own"))
    embedded.start()
    yield embedded
    embedded.stop()


def test_acknowledged_inserts_survive_a_killed_store(own):
    address = own.url()
    with MongoClient(own.url("liandong_environment"), serverSelectionTimeoutMS=100) as client:
        plots = client.get_default_database().plots
        for number in range(200):
            plots.insert_one({"_id": f"140728-{number:04}"})

        own.kill()
    own.start()

    assert own.url() == address
    with MongoClient(own.url("liandong_environment")) as client:
        assert client.get_default_database().plots.count_documents({}) == 200


def test_a_committed_transaction_survives_a_killed_store(own):
    def list_plot(session) -> None:
        database = session.client.city
        database.plots.insert_one({"_id": "140728-0007"}, session=session)
        database.outbox.insert_one({"_id": "140728-0007:1"}, session=session)

    with MongoClient(own.url(), serverSelectionTimeoutMS=100) as client:
        client.city.create_collection("plots")
        client.city.create_collection("outbox")
        with client.start_session() as session:
            session.with_transaction(list_plot)
        own.kill()
    own.start()

    with MongoClient(own.url()) as client:
        assert client.city.plots.count_documents({}) == 1
        assert client.city.outbox.count_documents({}) == 1


def test_every_client_is_given_majority_journalled_retried_writes(own):
    with MongoClient(own.url("liandong_agriculture")) as client:
        assert client.write_concern.document == {"w": "majority", "j": True}
        assert client.options.retry_writes
        assert client.read_concern.level == "majority"
        assert client.get_default_database().name == "liandong_agriculture"


def test_the_store_syncs_on_commit_and_reads_no_settings_of_the_home_folder(own):
    command = Path(f"/proc/{own.pid}/cmdline").read_text().replace("\0", " ")

    assert "--sync-on-commit" in command
    assert f"--config {own.home}/store.toml" in command
    assert "--host 127.0.0.1" in command


def test_two_stores_run_side_by_side_and_stopping_one_leaves_no_process(own, tmp_path, living_in):
    beside = EmbeddedStore(tmp_path)
    beside.start()
    assert beside.port != own.port
    assert living_in(tmp_path) == [beside.pid]

    beside.stop()

    assert living_in(tmp_path) == []
    with MongoClient(own.url()) as client:
        assert client.admin.command("ping")["ok"] == 1


def test_a_machine_without_the_store_is_told_what_to_do(tmp_path):
    with pytest.raises(NotInstalledError, match="LIANDONG_MONGO_URL"):
        EmbeddedStore(tmp_path / "home", program=tmp_path / "missing").start()


def test_a_test_gets_a_database_name_of_its_own(mongo_url):
    with MongoClient(mongo_url) as client:
        client.get_default_database().plots.insert_one({"_id": "140728-0007"})

        assert client.get_default_database().name.startswith("t")


def test_what_a_killed_client_left_half_done_can_be_freed(store):
    url = store.url("freed")
    with MongoClient(url) as left, MongoClient(url) as other:
        left.freed.things.insert_one({"_id": "plot", "state": 0})
        session = left.start_session()
        session.start_transaction()
        left.freed.things.update_one({"_id": "plot"}, {"$set": {"state": 1}}, session=session)

        store.release_transactions()

        other.freed.things.update_one({"_id": "plot"}, {"$set": {"state": 2}})
        assert other.freed.things.find_one({"_id": "plot"})["state"] == 2
        other.drop_database("freed")
