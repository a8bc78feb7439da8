"""A session's writes as plain database commands, one for each kind and what is done to it.

Documents are written by key alone: what was read in this snapshot cannot have changed since. A
change of somebody else's is a write conflict, and the transaction runs again. The embedded server
would search the whole collection for a key together with a revision. pymongo's bulk objects cost
as much again as the command itself.
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
    """A command, and how many documents it must touch."""

    text: dict[str, Any]
    touches: int


def commands_of(writes: Sequence[Write]) -> list[WriteCommand]:
    """Write the commands for what a session changed, in the order in which they must run."""
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
        )  # deletes first: a unique value may move on
    ]
    return [command for command in made if command.touches]


def check_size(commands: Iterable[WriteCommand], most: int) -> None:
    """Raise `TooMuchToWriteError` for too many bytes, and bson's error for what no store takes."""
    size = sum(len(encode(command.text)) for command in commands)
    if size > most:
        raise TooMuchToWriteError(size, most)


def insert_command(kind: type[Any], writes: Sequence[Write]) -> WriteCommand:
    """Insert what is new."""
    rows = [
        _row(write) for write in writes if write.document is not None and write.revision == ABSENT
    ]
    return _command("insert", kind, "documents", rows)


def update_command(kind: type[Any], writes: Sequence[Write]) -> WriteCommand:
    """Replace what was read."""
    rows = [
        {"q": {"_id": write.key}, "u": _row(write)}
        for write in writes
        if write.document is not None and write.revision != ABSENT
    ]
    return _command("update", kind, "updates", rows)


def delete_command(kind: type[Any], writes: Sequence[Write]) -> WriteCommand:
    """Delete what was removed."""
    rows = [{"q": {"_id": write.key}, "limit": 1} for write in writes if write.document is None]
    return _command("delete", kind, "deletes", rows)


def check_written(answer: Mapping[str, Any], count: int) -> None:
    """Raise pymongo's error for a fault in an answer; `WriteConflictError` for one missing."""
    if answer.get("writeErrors"):
        raise BulkWriteError(dict(answer))
    if answer["n"] != count:
        raise WriteConflictError


def _command(verb: str, kind: type[Any], what: str, rows: list[dict[str, Any]]) -> WriteCommand:
    text = {verb: document_meta(kind).collection, what: rows, "ordered": True}
    return WriteCommand(text, len(rows))


def _row(write: Write) -> dict[str, Any]:
    return {"_id": write.key, REVISION: write.revision + 1, **to_bson(write.document)}
