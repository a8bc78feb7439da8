"""Writes events through the kit and measures their storage.

Usage: `write_history.py <count> <pid of the store>`. 16 clerks act in the registry, then the
events are applied in the mirror, without a broker.
"""

import json
import sys
import threading
import time
from collections.abc import Sequence

import psutil
from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient

from bench.workload import plots
from liandong.envelope import decode, new_id
from services.mirror.plots.handlers import note_record
from services.registry.plots.handlers import record
from services.registry.plots.messages import PlotRecorded, RecordPlot
from shared.catalog.catalog import document_types
from shared.clock.system import system_clock
from shared.config.settings import Settings
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.event import InboundEvent
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.claim_check import Blob
from shared.handling.commands import CommandExecutor, PendingCommand
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyKey
from shared.messages.codec import to_wire
from shared.messages.contract import contract_of
from shared.operations.document_types import KIT_DOCUMENTS
from shared.store.mongo.store import MongoStore
from shared.store.outbox import OutboxEvent

SUBJECTS, CLERKS, BATCH = 1_000, 16, 500
BLOBS, BLOB_BYTES = 50, 200_000


def context_of(department: str) -> DepartmentContext:
    """Open and prepare a department's store."""
    settings = Settings.from_env()
    store = MongoStore(settings.mongo, department)
    store.prepare((*KIT_DOCUMENTS, *document_types(department)))
    return DepartmentContext(PublisherIdentity(settings.city, department), store, system_clock)


def execute_commands(context: DepartmentContext, count: int) -> None:
    """Execute commands by 16 clerks, each without a pause."""
    executor, contract = CommandExecutor(context), contract_of(RecordPlot)
    waiting, turn = iter([contract.load(one) for one in plots(count, SUBJECTS)]), threading.Lock()

    def clerk() -> None:
        while True:
            with turn:
                command = next(waiting, None)
            if command is None:
                return
            made = new_id()
            cause = Cause(made, RecordPlot.__name__, "clerk-1", "registry", made)
            executor.execute(
                PendingCommand(record, command, cause, IdempotencyKey(made, made), to_wire)
            )

    clerks = [threading.Thread(target=clerk) for _ in range(CLERKS)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()


def apply_events(context: DepartmentContext, rows: Sequence[OutboxEvent]) -> None:
    """Apply events in batches."""
    dispatcher, contract = EventDispatcher(context), contract_of(PlotRecorded)

    def apply(uow, received):
        note_record(uow, contract.load_trusted(received.envelope.data))

    for first in range(0, len(rows), BATCH):
        batch = rows[first : first + BATCH]
        dispatcher.dispatch_batch(
            [InboundEvent(decode(row.body), row.body) for row in batch], apply
        )


def sizes(url: str) -> dict[str, dict[str, float]]:
    """Return the rows and BSON bytes of each collection."""
    found: dict[str, dict[str, float]] = {}
    with MongoClient(url, document_class=RawBSONDocument) as mongo:
        for name in ("bench_registry", "bench_mirror"):
            for kind in mongo[name].list_collection_names():
                lengths = [len(document.raw) for document in mongo[name][kind].find({})]
                found[f"{name}.{kind}"] = {"rows": len(lengths), "bytes": sum(lengths)}
    return found


def main(count: int, store_pid: int) -> None:
    """Write the events and print the measurements as JSON."""
    registry, mirror = context_of("registry"), context_of("mirror")
    server = psutil.Process(store_pid)
    mine, its, began = time.process_time(), sum(server.cpu_times()[:2]), time.perf_counter()
    execute_commands(registry, count)
    took = time.perf_counter() - began
    used, its = time.process_time() - mine, sum(server.cpu_times()[:2]) - its
    rows = registry.store.collection(OutboxEvent).find({}).sort("at", 1)
    apply_events(
        mirror, sorted((_row(document) for document in rows), key=lambda row: row.sequence)
    )
    content = bytes(BLOB_BYTES)
    blobs = [Blob(f"{n:064x}", content, BLOB_BYTES, system_clock()) for n in range(BLOBS)]
    registry.store.transact(lambda session: session.save(*blobs[:BLOBS]))
    found = {
        "act_us": used / count * 1e6,
        "act_store_us": its / count * 1e6,
        "acts_per_s": count / took,
        "sizes": sizes(Settings.from_env().mongo.read()),
        "blobs": BLOBS,
        "blob_bytes": BLOB_BYTES,
    }
    sys.stdout.write(json.dumps(found))


def _row(document: dict) -> OutboxEvent:
    return OutboxEvent(
        document["_id"],
        document["subject"],
        document["sequence"],
        document["routing_key"],
        bytes(document["body"]),
        document["at"],
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
