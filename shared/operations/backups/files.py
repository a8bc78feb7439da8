"""Files of a backup: compressed and hashed."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

import bson
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument

from shared.operations.backups.manifest import FilePart

FASTEST = 1
CHUNK = 1024 * 1024
RAW: CodecOptions[RawBSONDocument] = CodecOptions(RawBSONDocument, tz_aware=True)


class DocumentHash(NamedTuple):
    """Key of a document and the hash of its bytes."""

    key: str
    digest: str


class BackupWriter:
    """A file that is written through gzip; `part` hashes the compressed bytes on disk."""

    def __init__(self, root: Path, name: str) -> None:
        self._path = root / name
        self._name = name
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        self._file = gzip.GzipFile(self._path, "wb", compresslevel=FASTEST, mtime=0)

    def __enter__(self) -> "BackupWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, told: bytes) -> None:
        """Append bytes."""
        self._file.write(told)

    def write_hash(self, mark: DocumentHash) -> None:
        """Append a line with key and hash of a document."""
        self._file.write(f"{mark.digest} {json.dumps(mark.key)}\n".encode())

    def part(self) -> FilePart:
        """Return name, hash and size of the closed file."""
        return FilePart(self._name, digest_of(self._path), self._path.stat().st_size)


def documents_in(path: Path) -> Iterator[RawBSONDocument]:
    """Yield the documents of a file in the format of mongodump."""
    with gzip.open(path, "rb") as file:
        yield from bson.decode_file_iter(cast(IO[bytes], file), RAW)


def hashes_in(path: Path) -> Iterator[DocumentHash]:
    """Yield the keys and hashes of a file, in key order."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            digest, _, key = line.partition(" ")
            yield DocumentHash(json.loads(key), digest)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    known = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            known.update(chunk)
    return known.hexdigest()


def hash_of(row: RawBSONDocument) -> DocumentHash:
    """Return a document's key and the hash of its content."""
    return DocumentHash(str(row["_id"]), hashlib.sha256(row.raw).hexdigest()[:32])
