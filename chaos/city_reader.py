"""Reads from the chaos city's databases which messages were published, applied and refused."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from chaos.hostile_messages import HOSTILE
from testbed.database_reader import DatabaseReader, Row

CHAPTERS = {"housing": "site_chapters", "archive": "file_chapters"}
FILES = {"housing": "sites", "archive": "files"}


@dataclass(slots=True)
class PublishedEvents:
    """The events of one topic in a publisher's outbox: fields by subject in order of sequence.

    `by_note` counts the events by note, which is the key of their command.
    """

    numbers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    reasons: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_note: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> int:
        """The number of events."""
        return sum(len(numbers) for numbers in self.numbers.values())

    def digest(self, subject: str) -> str:
        """Return a subject's running hash, as in `city/services/event_history.py`."""
        chain = ""
        for number, note in zip(self.numbers[subject], self.notes[subject], strict=True):
            chain = hashlib.sha256(f"{chain}|{number}|{note}".encode()).hexdigest()[:24]
        return chain


class CityReader(DatabaseReader):
    """Adds the documents of the chaos city's departments to `DatabaseReader`."""

    def published(self, publisher: str, topic: str) -> PublishedEvents:
        """Read all events of a topic from a publisher's outbox."""
        found = PublishedEvents()
        events = sorted(self.envelopes(publisher, topic), key=lambda event: event["sequence"])
        for event in events:
            data, subject = event["data"], event["subject"]
            found.numbers[subject].append(data["number"])
            found.notes[subject].append(data["note"])
            found.reasons[subject].append(data.get("because", 0))
            found.by_note[data["note"]] += 1
        return found

    def count_published(self, publisher: str, topic: str) -> int:
        """Count the events of a topic without reading them."""
        return self.collection(publisher, "outbox").count_documents({"routing_key": topic})

    def applied(self, subscriber: str) -> dict[str, list[int]]:
        """Read the event numbers that a subscriber recorded, by subject in order of arrival."""
        applied: dict[str, list[int]] = defaultdict(list)
        chapters = self.collection(subscriber, CHAPTERS[subscriber]).find()
        for chapter in sorted(chapters, key=lambda chapter: str(chapter["_id"])):
            applied[str(chapter["_id"]).rpartition("|")[0]] += chapter["numbers"]
        return applied

    def count_applied(self, subscriber: str) -> int:
        """Count the events that a subscriber applied."""
        return sum(file["heard"] for file in self._files(subscriber))

    def digests(self, subscriber: str) -> dict[str, str]:
        """Read a subscriber's running hash of each subject."""
        return {file["_id"]: file["digest"] for file in self._files(subscriber)}

    def count_waiting(self, subscriber: str) -> int:
        """Count the lanes in which events of honest departments wait."""
        wanted = {"publisher": {"$ne": HOSTILE}}
        return self.collection(subscriber, "lanes").count_documents(wanted)

    def stored_digests(self, department: str) -> set[bytes]:
        """Return the SHA-256 of every stored message body: parked or in the quarantine."""
        return {
            hashlib.sha256(bytes(row["body"])).digest()
            for kind in ("quarantine", "parked")
            for row in self.collection(department, kind).find({}, {"body": 1})
        }

    def hostile_applied(self, department: str) -> set[str]:
        """Return the ids of the hostile events that took effect at a department."""
        wanted = {"_id": {"$regex": f"^{HOSTILE}[|]"}}
        return {row["event_id"] for row in self.collection(department, "inbox").find(wanted)}

    def _files(self, subscriber: str) -> list[Row]:
        return list(self.collection(subscriber, FILES[subscriber]).find())
