"""Every MongoDB feature that the project uses, each tested on the given server.

Set LIANDONG_MONGO_URL to your own replica set and run this file: if it passes, the server meets the
platform's requirements. A feature that `shared/store/mongo/` begins to use must be listed here.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pymongo.collection
import pytest
from pymongo import DeleteOne, InsertOne, MongoClient, ReadPreference, ReplaceOne
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

NOW = datetime(2026, 10, 8, 1, 0, 0, 123_000, tzinfo=UTC)
OWN = {"collection", "options"}  # the project's own methods with the same names
STORE = Path(__file__).parents[2] / "shared/store/mongo/store.py"
Feature = Callable[[Any], None]
FEATURES: list[tuple[Feature, set[str]]] = []


def feature(*uses: str) -> Callable[[Feature], Feature]:
    """Register a feature with the operators and calls that it covers."""

    def note(prove: Feature) -> Feature:
        FEATURES.append((prove, set(uses)))
        return prove

    return note


def transact(database: Any, work: Callable[[Any], Any]) -> Any:
    with database.client.start_session() as session:
        return session.with_transaction(
            work,
            read_concern=ReadConcern("snapshot"),
            write_concern=WriteConcern("majority", j=True),
            read_preference=ReadPreference.PRIMARY,
        )


@feature("get_default_database", "MongoClient", "close")
def the_database_named_in_the_address_is_the_default(database):
    assert database.client.get_default_database("liandong").name == database.name


@feature("command", "isWritablePrimary")
def hello_tells_a_writable_primary_of_a_replica_set(database):
    hello = database.client.admin.command("hello")
    assert hello["isWritablePrimary"]
    assert hello["setName"]


@feature("create_collection", "list_collection_names")
def a_collection_that_exists_is_refused_by_number_48(database):
    database.create_collection("made", check_exists=False)
    assert "made" in database.list_collection_names()
    with pytest.raises(OperationFailure) as refused:
        database.create_collection("made", check_exists=False)
    assert refused.value.code == 48


@feature("replace_one")
def a_document_is_put_in_place_of_another_or_of_none(database):
    for number in (1, 2):
        database.wells.replace_one({"_id": "a"}, {"n": number}, upsert=True)
    assert list(database.wells.find()) == [{"_id": "a", "n": 2}]


@feature("create_index")
def an_index_over_several_fields_can_be_made_twice(database):
    for _ in range(2):
        name = database.wells.create_index([("county", 1), ("code", 1)])
    assert name in database.wells.index_information()


@feature("create_index", "unique")
def a_unique_index_over_two_fields_refuses_a_double(database):
    database.outbox.create_index([("subject", 1), ("sequence", 1)], unique=True)
    database.outbox.insert_one({"_id": "a", "subject": "J-7", "sequence": 1})
    database.outbox.insert_one({"_id": "b", "subject": "J-7", "sequence": 2})
    with pytest.raises(DuplicateKeyError):
        database.outbox.insert_one({"_id": "c", "subject": "J-7", "sequence": 2})


@feature("bulk_write", "InsertOne", "ReplaceOne", "DeleteOne", "start_session", "with_transaction")
def a_transaction_inserts_replaces_and_deletes_in_one_bulk(database):
    database.wells.insert_many([{"_id": "a", "_revision": 1}, {"_id": "b", "_revision": 4}])

    def work(session):
        return database.wells.bulk_write(
            [
                InsertOne({"_id": "c", "_revision": 1}),
                ReplaceOne({"_id": "a", "_revision": 1}, {"_id": "a", "_revision": 2}),
                DeleteOne({"_id": "b", "_revision": 4}),
                ReplaceOne({"_id": "a", "_revision": 9}, {"_id": "a", "_revision": 10}),
                DeleteOne({"_id": "c", "_revision": 9}),
            ],
            ordered=True,
            session=session,
        )

    done = transact(database, work)
    assert (done.inserted_count, done.matched_count, done.deleted_count) == (1, 1, 1)
    assert {row["_id"]: row["_revision"] for row in database.wells.find()} == {"a": 2, "c": 1}


@feature("with_transaction")
def an_exception_in_a_transaction_leaves_nothing(database):
    def work(session):
        database.wells.insert_one({"_id": "a"}, session=session)
        raise ValueError("井口坍塌")

    with pytest.raises(ValueError, match="井口坍塌"):
        transact(database, work)
    assert database.wells.count_documents({}) == 0


@feature("BulkWriteError", "details", "writeErrors")
def a_double_key_in_a_bulk_leaves_the_transaction_with_its_number(database):
    database.wells.insert_one({"_id": "a"})

    def work(session):
        database.wells.bulk_write([InsertOne({"_id": "a"})], session=session)

    with pytest.raises(BulkWriteError) as refused:
        transact(database, work)
    assert refused.value.details["writeErrors"][0]["code"] == 11000


@feature("has_error_label")
def a_write_that_loses_against_a_commit_is_labelled_transient(database):
    database.wells.insert_one({"_id": "a", "_revision": 1})
    client = database.client
    with client.start_session() as late:
        late.start_transaction(read_concern=ReadConcern("snapshot"))
        database.wells.find_one({"_id": "a"}, session=late)
        database.wells.replace_one({"_id": "a"}, {"_id": "a", "_revision": 2})
        with pytest.raises(PyMongoError) as lost:
            database.wells.bulk_write(
                [ReplaceOne({"_id": "a", "_revision": 1}, {"_revision": 3})], session=late
            )
        assert lost.value.has_error_label("TransientTransactionError")
        late.abort_transaction()
    assert database.wells.find_one() == {"_id": "a", "_revision": 2}


@feature("ReadConcern", "WriteConcern", "ReadPreference")
def a_transaction_reads_one_snapshot(database):
    database.wells.insert_many([{"_id": "a", "n": 1}, {"_id": "b", "n": 1}])

    def work(session):
        database.wells.find_one({"_id": "a"}, session=session)
        database.wells.replace_one({"_id": "b"}, {"n": 2})
        return database.wells.find_one({"_id": "b"}, session=session)["n"]

    assert transact(database, work) == 1


@feature("find", "find_one", "$in")
def several_keys_are_found_at_once(database):
    database.wells.insert_many([{"_id": key} for key in "abc"])
    found = transact(
        database,
        lambda session: list(database.wells.find({"_id": {"$in": ["a", "c"]}}, session=session)),
    )
    assert sorted(row["_id"] for row in found) == ["a", "c"]


@feature("$gt", "sort", "limit")
def a_page_begins_behind_a_key_and_is_in_order(database):
    database.wells.insert_many([{"_id": key, "county": "140728"} for key in "dbace"])
    query = {"county": "140728", "_id": {"$gt": "b"}}
    found = database.wells.find(query).sort("_id", 1).limit(2)
    assert [row["_id"] for row in found] == ["c", "d"]


@feature("create_index", "$gt", "$lt", "limit")
def what_lies_below_a_bound_is_read_by_its_position(database):
    database.outbox.create_index([("position", 1)])
    database.outbox.insert_many(
        [{"_id": str(position), "position": position} for position in (30, 10, 50, 20)]
    )
    found = database.outbox.find({"position": {"$gt": 0, "$lt": 40}}).limit(10)
    assert sorted(row["position"] for row in found) == [10, 20, 30]


@feature("create_index", "$gt", "$lte", "limit")
def what_is_due_is_read_by_its_instant_and_null_is_never_due(database):
    database.wells.create_index([("due_at", 1)])
    later = NOW.replace(year=2027)
    database.wells.insert_many([{"due_at": NOW}, {"due_at": later}, {"due_at": None}])
    long_ago = NOW.replace(year=1970)
    found = list(database.wells.find({"due_at": {"$gt": long_ago, "$lte": NOW}}).limit(10))
    assert [row["due_at"] for row in found] == [NOW]


@feature("delete_many", "$gte", "$lte", "with_transaction")
def a_range_that_held_too_much_is_given_back_by_a_rollback(database):
    database.outbox.create_index([("position", 1)])
    database.outbox.insert_many(
        [{"_id": str(position), "position": position} for position in (1, 2, 3)]
    )

    def remove(session):
        between = {"position": {"$gte": 1, "$lte": 3}}
        assert database.outbox.delete_many(between, session=session).deleted_count == 3
        raise ValueError("one too many")

    with database.client.start_session() as session, pytest.raises(ValueError, match="too many"):
        session.with_transaction(remove)
    assert database.outbox.count_documents({}) == 3


@feature("delete_many", "$in")
def rows_are_removed_by_their_keys(database):
    database.outbox.insert_many([{"_id": "a"}, {"_id": "b"}, {"_id": "c"}])
    assert database.outbox.delete_many({"_id": {"$in": ["a", "c"]}}).deleted_count == 2


@feature("start_session", "with_transaction", "ReplaceOne")
def a_document_that_changed_since_the_snapshot_is_a_conflict(database):
    """Therefore a write needs no revision in its filter."""
    database.wells.insert_one({"_id": "a", "times": 1})
    with database.client.start_session() as session:
        session.start_transaction(read_concern=ReadConcern("snapshot"))
        assert database.wells.find_one({"_id": "a"}, session=session)["times"] == 1
        database.wells.replace_one({"_id": "a"}, {"times": 2})
        with pytest.raises(PyMongoError) as conflict:
            database.wells.replace_one({"_id": "a"}, {"times": 9}, session=session)
    assert conflict.value.has_error_label("TransientTransactionError")


@feature("estimated_document_count")
def rows_are_counted_without_reading_them(database):
    database.outbox.insert_many([{"_id": "a"}, {"_id": "b"}])
    assert database.outbox.estimated_document_count() == 2


@feature("command")
def the_server_tells_its_time(database):
    assert database.client.admin.command("hello")["localTime"].year >= 2026


@feature("find")
def a_value_is_found_in_a_list(database):
    database.wells.create_index([("substances", 1)])
    database.wells.insert_many([{"_id": "a", "substances": ["镉", "砷"]}, {"_id": "b"}])
    assert [row["_id"] for row in database.wells.find({"substances": "砷"})] == ["a"]


@feature("tz_aware")
def instants_are_kept_to_the_millisecond_and_aware(database):
    database.wells.insert_one({"_id": "a", "at": NOW})
    assert database.wells.find_one()["at"] == NOW
    assert database.wells.find_one()["at"].utcoffset() is not None


@feature("find_one")
def bytes_nested_objects_and_chinese_come_back_equal(database):
    kept = {"_id": "晋-7", "body": b"\x00\xff{}", "answer": {"面积": [1, 2.5, None, True]}}
    database.wells.insert_one(kept)
    assert database.wells.find_one({"_id": "晋-7"}) == kept


@pytest.fixture
def database(mongo_url) -> Iterator[Any]:
    with MongoClient(mongo_url, tz_aware=True) as client:
        made = client.get_default_database()
        for name in ("wells", "outbox"):
            made.create_collection(name)
        yield made


@pytest.mark.parametrize(
    "prove", [prove for prove, _ in FEATURES], ids=lambda prove: prove.__name__
)
def test_the_server_has_the_feature(database, prove):
    prove(database)


@feature("command", "start_session", "with_transaction")
def plain_commands_write_in_a_transaction_and_tell_what_they_touched(database):
    database.wells.insert_many([{"_id": "a", "times": 1}, {"_id": "b", "times": 4}])

    def work(session):
        def run(**command):
            return database.command({**command, "ordered": True}, session=session)

        return (
            run(insert="wells", documents=[{"_id": "c", "times": 1}])["n"],
            run(
                update="wells",
                updates=[
                    {"q": {"_id": "a"}, "u": {"_id": "a", "times": 2}},
                    {"q": {"_id": "x"}, "u": {}},
                ],
            )["n"],
            run(delete="wells", deletes=[{"q": {"_id": "b"}, "limit": 1}])["n"],
        )

    with database.client.start_session() as session:
        assert session.with_transaction(work) == (1, 1, 1)

    assert {row["_id"]: row["times"] for row in database.wells.find()} == {"a": 2, "c": 1}


@feature("aggregate", "$match", "$limit", "$group", "$sum", "$min")
def documents_are_counted_by_what_they_share(database):
    rows = [{"_id": str(n), "state": "due" if n % 3 else "done", "at": n} for n in range(9)]
    database.wells.insert_many(rows)

    found = database.wells.aggregate(
        [
            {"$match": {"at": {"$gte": 1}}},
            {"$limit": 100},
            {"$group": {"_id": "$state", "count": {"$sum": 1}, "least": {"$min": "$at"}}},
        ]
    )

    told = {row["_id"]: (row["count"], row["least"]) for row in found}
    assert told == {"due": (6, 1), "done": (2, 3)}


def calls_of_pymongo() -> set[str]:
    """Return the names of all public methods of pymongo's objects."""
    kinds = (
        pymongo.MongoClient,
        pymongo.database.Database,
        pymongo.collection.Collection,
        pymongo.cursor.Cursor,
        pymongo.client_session.ClientSession,
    )
    return {name for kind in kinds for name in vars(kind) if not name.startswith("_")}


def test_nothing_is_used_that_is_not_on_the_list():
    text = "".join(path.read_text() for path in STORE.parent.glob("*.py"))
    listed = set().union(*(uses for _, uses in FEATURES))
    operators = set(re.findall(r"\$[a-zA-Z]+", text))
    called = set(re.findall(r"\.(\w+)\(", text)) & calls_of_pymongo()
    operations = set(re.findall(r"\b((?:Insert|Replace|Delete|Update)(?:One|Many))\b", text))

    assert {"$in", "$gt", "$lt", "$gte"} <= operators
    assert "command" in called
    assert (operators | called | operations) - listed - OWN == set()


def test_only_the_store_talks_to_the_database():
    root = STORE.parents[3]
    users = {
        path.relative_to(root).as_posix()
        for folder in ("shared", "services", "sdk")
        for path in (root / folder).rglob("*.py")
        if re.search(r"^\s*(?:from|import) pymongo", path.read_text(), re.MULTILINE)
    }

    assert "shared/store/mongo/store.py" in users
    assert {name for name in users if not name.startswith("shared/store/mongo/")} == {
        "shared/operations/backups/database.py",
        "shared/local/store.py",
    }
