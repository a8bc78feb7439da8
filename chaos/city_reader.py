"""What stands in the databases: what was told, what was heard, what was kept as bad."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from pymongo import MongoClient
from pymongo.database import Database

from chaos.hostile_messages import HOSTILE

Row = dict[str, Any]
CHAPTERS = {"housing": "site_chapters", "archive": "file_chapters"}
HEARINGS = {"housing": "sites", "archive": "files"}


@dataclass(slots=True)
class Told:
    """All events of one type that a publisher's outbox holds, by subject in order of sequence."""

    numbers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    reasons: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_note: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> int:
        """How many they are."""
        return sum(len(numbers) for numbers in self.numbers.values())

    def digest(self, subject: str) -> str:
        """Chain them as a faithful hearer would (see `hearing.py` of the made-up city)."""
        chain = ""
        for number, note in zip(self.numbers[subject], self.notes[subject], strict=True):
            chain = hashlib.sha256(f"{chain}|{number}|{note}".encode()).hexdigest()[:24]
        return chain


class Books:
    """Reads the databases of a town, past all links."""

    def __init__(self, url: str) -> None:
        self._client = MongoClient[Row](url, timeoutMS=60_000)
        self._name = self._client.get_default_database().name

    def close(self) -> None:
        """Let go of the store."""
        self._client.close()

    def of(self, department: str) -> Database[Row]:
        """Give the database of a department."""
        return self._client[f"{self._name}_{department}"]

    def told(self, publisher: str, topic: str) -> Told:
        """Read all events of a topic from a publisher's outbox."""
        told = Told()
        for event in sorted(self._events(publisher, topic), key=lambda event: event["sequence"]):
            about, subject = event["data"], event["subject"]
            told.numbers[subject].append(about["number"])
            told.notes[subject].append(about["note"])
            told.reasons[subject].append(about.get("because", 0))
            told.by_note[about["note"]] += 1
        return told

    def count_told(self, publisher: str, topic: str) -> int:
        """Count them without reading them."""
        return self.of(publisher)["outbox"].count_documents({"routing_key": topic})

    def heard(self, subscriber: str) -> dict[str, list[int]]:
        """Read what a subscriber heard, in order of arrival, by the subject that it files it by."""
        heard: dict[str, list[int]] = defaultdict(list)
        chapters = self.of(subscriber)[CHAPTERS[subscriber]].find()
        for chapter in sorted(chapters, key=lambda chapter: str(chapter["_id"])):
            heard[str(chapter["_id"]).rpartition("|")[0]] += chapter["numbers"]
        return heard

    def count_heard(self, subscriber: str) -> int:
        """Count what a subscriber heard."""
        return sum(file["heard"] for file in self.of(subscriber)[HEARINGS[subscriber]].find())

    def digests(self, subscriber: str) -> dict[str, str]:
        """Read the running hash of each subject."""
        return {
            file["_id"]: file["digest"] for file in self.of(subscriber)[HEARINGS[subscriber]].find()
        }

    def kept(self, subscriber: str) -> dict[bytes, str]:
        """Read what is quarantined in the database: the body, and the reason."""
        return {
            bytes(row["body"]): row.get("reason", "")
            for row in self.of(subscriber)["quarantine"].find()
        }

    def lanes(self, subscriber: str) -> list[Row]:
        """Read the lanes in which events of honest departments wait."""
        return list(self.of(subscriber)["lanes"].find({"publisher": {"$ne": HOSTILE}}))

    def known(self, department: str) -> set[bytes]:
        """Hash every message that is kept whole, because it waits or was refused."""
        kept = self.of(department)
        rows = (*kept["quarantine"].find({}, {"body": 1}), *kept["parked"].find({}, {"body": 1}))
        return {hashlib.sha256(bytes(row["body"])).digest() for row in rows}

    def marks(self, department: str) -> dict[str, str]:
        """Read which hostile events took effect: the id of each by its place."""
        wanted = {"_id": {"$regex": f"^{HOSTILE}[|]"}}
        return {row["_id"]: row["event_id"] for row in self.of(department)["inbox"].find(wanted)}

    def _events(self, publisher: str, topic: str) -> Iterator[Mapping[str, Any]]:
        for row in self.of(publisher)["outbox"].find({"routing_key": topic}):
            yield orjson.loads(row["body"])
