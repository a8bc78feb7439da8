"""A session's writes as database commands, one per document class and operation.

Documents are written by key alone: a document read in this snapshot cannot have changed since. A
concurrent change is a write conflict, and the transaction is repeated. For a key combined with a
revision the embedded server would scan the collection. pymongo's bulk objects would double the cost
of a command.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from bson import encode
from pymongo.errors import BulkWriteError

from shared.messages.codec import to_bson
from shared.store.document import document_meta
from shared.store.mongo.errors import WriteConflictError
from shared.store.reader import ABSENT, Write
from shared.store.store import TooMuchToWriteError

REVISION = "_revision"


class WriteCommand(NamedTuple):
    """A command, and the number of documents it must affect."""

    text: dict[str, Any]
    touches: int


def commands_of(writes: Sequence[Write]) -> list[WriteCommand]:
    """Return the commands for a session's changes, in execution order."""
    by_kind: dict[type[Any], list[Write]] = defaultdict(list)
    for write in writes:
        by_kind[write.kind].append(write)
    made = [
        make(kind, same)
        for kind, same in by_kind.items()
        for make in (
            delete_command,
            update_command,
            insert_command,
        )  # deletes first, so that a unique value can move to another document
    ]
    return [command for command in made if command.touches]


def check_size(commands: Iterable[WriteCommand], most: int) -> None:
    """Raise `TooMuchToWriteError` for too many bytes, and bson's error for an unsupported value."""
    size = sum(len(encode(command.text)) for command in commands)
    if size > most:
        raise TooMuchToWriteError(size, most)


def insert_command(kind: type[Any], writes: Sequence[Write]) -> WriteCommand:
    """Return the command that inserts the new documents."""
    rows = [
        _row(write) for write in writes if write.document is not None and write.revision == ABSENT
    ]
    return _command("insert", kind, "documents", rows)


def update_command(kind: type[Any], writes: Sequence[Write]) -> WriteCommand:
    """Return the command that replaces the changed documents."""
    rows = [
        {"q": {"_id": write.key}, "u": _row(write)}
        for write in writes
        if write.document is not None and write.revision != ABSENT
    ]
    return _command("update", kind, "updates", rows)


def delete_command(kind: type[Any], writes: Sequence[Write]) -> WriteCommand:
    """Return the command that deletes the removed documents."""
    rows = [{"q": {"_id": write.key}, "limit": 1} for write in writes if write.document is None]
    return _command("delete", kind, "deletes", rows)


def check_written(answer: Mapping[str, Any], count: int) -> None:
    """Raise pymongo's error for write errors; `WriteConflictError` if a document was missing."""
    if answer.get("writeErrors"):
        raise BulkWriteError(dict(answer))
    if answer["n"] != count:
        raise WriteConflictError


def _command(verb: str, kind: type[Any], what: str, rows: list[dict[str, Any]]) -> WriteCommand:
    text = {verb: document_meta(kind).collection, what: rows, "ordered": True}
    return WriteCommand(text, len(rows))


def _row(write: Write) -> dict[str, Any]:
    return {"_id": write.key, REVISION: write.revision + 1, **to_bson(write.document)}
