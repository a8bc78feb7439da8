"""The part of MongoDB's wire protocol by which a link refuses writes like a full disk."""

import struct
from typing import Any

import bson

OP_MSG = 2013
HEADER = struct.Struct("<iiii")  # length, request id, response to, operation
WRITES = frozenset({"insert", "update", "delete", "findAndModify", "create", "createIndexes"})
OUT_OF_DISK_SPACE = 14031
_REFUSAL = {
    "ok": 0.0,
    "errmsg": "No space left on device",
    "code": OUT_OF_DISK_SPACE,
    "codeName": "OutOfDiskSpace",
}


def command_name(message: bytes) -> str | None:
    """Return the command's name of a complete message; None if it is no OP_MSG with a body."""
    if HEADER.unpack_from(message)[3] != OP_MSG or message[20] != 0:
        return None
    size = int.from_bytes(message[21:25], "little")
    document: dict[str, Any] = bson.decode(message[21 : 21 + size])
    return next(iter(document), None)


def refuse_write(message: bytes) -> bytes | None:
    """Return the reply of a store with a full disk; None if the message is not a write."""
    if command_name(message) not in WRITES:
        return None
    body = struct.pack("<i", 0) + b"\x00" + bson.encode(_REFUSAL)
    asked = HEADER.unpack_from(message)[1]
    return HEADER.pack(HEADER.size + len(body), 0, asked, OP_MSG) + body
