"""The upper bound of the store: bare pymongo, marks and plots of many events per transaction."""

import time
from typing import Any

from pymongo import InsertOne, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from bench.wait_for_effects import connect
from bench.workload import events


def writes_per_s(url: str, name: str, at_once: int, count: int, subjects: int) -> float:
    """Write the effects of `count` events, `at_once` per transaction; return events per second."""
    work = list(events(count, subjects))
    with connect(url) as mongo:
        database = mongo[name]
        for collection in ("inbox", "plots"):
            database.create_collection(collection)
        began = time.perf_counter()
        for first in range(0, count, at_once):
            _write(database, work[first : first + at_once])
        return round(count / (time.perf_counter() - began), 1)


def _write(database: Any, batch: list[dict[str, Any]]) -> None:
    marks = [
        InsertOne({"_id": one["id"], "subject": one["subject"], "sequence": one["sequence"]})
        for one in batch
    ]
    plots = [
        ReplaceOne(
            {"_id": one["subject"]}, {**one["data"], "sequence": one["sequence"]}, upsert=True
        )
        for one in batch
    ]

    def write(session: ClientSession) -> None:
        database["inbox"].bulk_write(marks, ordered=True, session=session)
        database["plots"].bulk_write(plots, ordered=True, session=session)

    with database.client.start_session() as session:
        session.with_transaction(
            write,
            read_concern=ReadConcern("snapshot"),
            write_concern=WriteConcern("majority", j=True),
        )
