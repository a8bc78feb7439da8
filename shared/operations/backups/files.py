"""The files of a backup: compressed, hashed as they are written, read back as they were."""

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
    """A document by its key and the hash of its bytes."""

    key: str
    digest: str


class BackupWriter:
    """One file that grows: what is written goes through gzip, what arrives on disk is hashed."""

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
        """Append a line that names a document."""
        self._file.write(f"{mark.digest} {json.dumps(mark.key)}\n".encode())

    def part(self) -> FilePart:
        """Tell what lies on the disk, once it is closed."""
        return FilePart(self._name, digest_of(self._path), self._path.stat().st_size)


def documents_in(path: Path) -> Iterator[RawBSONDocument]:
    """Read documents one after another, as mongodump writes them."""
    with gzip.open(path, "rb") as file:
        yield from bson.decode_file_iter(cast(IO[bytes], file), RAW)


def hashes_in(path: Path) -> Iterator[DocumentHash]:
    """Read the lines that name documents, in order of their keys."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            digest, _, key = line.partition(" ")
            yield DocumentHash(json.loads(key), digest)


def digest_of(path: Path) -> str:
    """Hash a file."""
    known = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            known.update(chunk)
    return known.hexdigest()


def hash_of(row: RawBSONDocument) -> DocumentHash:
    """Name a document by its key and its content."""
    return DocumentHash(str(row["_id"]), hashlib.sha256(row.raw).hexdigest()[:32])
