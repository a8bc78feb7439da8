"""A session reads each document once and writes only changed ones."""

import pytest
from kit_given import Well

from shared.errors import AlreadyExistsError
from shared.store.reader import ABSENT, Stored, Write
from shared.store.session import Session


class Shelf:
    """A reader that counts its queries."""

    def __init__(self, *wells: Well) -> None:
        self.kept = {well.code: Stored(well, 4) for well in wells}
        self.asked: list[tuple[str, ...]] = []

    def fetch(self, _kind, keys):
        self.asked.append(tuple(keys))
        return {key: self.kept[key] for key in keys if key in self.kept}

    def select(self, _kind, _wanted):
        return dict(self.kept)


def test_a_document_is_fetched_once_even_when_it_does_not_exist():
    session = Session(shelf := Shelf(Well("J-1")))

    session.find(Well, "J-1")
    session.find(Well, "J-1")
    session.load(Well, ["J-1", "J-2", "J-2"])
    session.find(Well, "J-2")

    assert shelf.asked == [("J-1",), ("J-2",)]


def test_reading_alone_writes_nothing():
    session = Session(Shelf(Well("J-1")))

    session.find(Well, "J-1")

    assert session.writes() == []


def test_a_change_is_guarded_by_the_revision_that_was_read():
    session = Session(Shelf(Well("J-1")))

    session.save(Well("J-1", times=1))
    session.save(Well("J-1", times=2), Well("J-2"))

    assert session.writes() == [
        Write(Well, "J-1", Well("J-1", times=2), 4),
        Write(Well, "J-2", Well("J-2"), ABSENT),
    ]


def test_adding_reads_nothing():
    session = Session(shelf := Shelf())

    session.add(Well("J-1"))

    assert shelf.asked == []
    assert session.writes() == [Write(Well, "J-1", Well("J-1"), ABSENT)]


def test_adding_what_was_seen_is_refused():
    session = Session(Shelf(Well("J-1")))
    session.find(Well, "J-1")

    with pytest.raises(AlreadyExistsError, match="J-1"):
        session.add(Well("J-1"))


def test_a_deletion_is_guarded_too():
    session = Session(Shelf(Well("J-1")))

    session.remove(session.find(Well, "J-1"))

    assert session.writes() == [Write(Well, "J-1", None, 4)]
    assert session.find(Well, "J-1") is None
    assert session.select(Well, code="J-1") == ()


def test_a_selection_is_ordered_by_key_and_keeps_own_changes():
    session = Session(Shelf(Well("J-2"), Well("J-1")))
    session.save(Well("J-1", county="140702"))

    assert session.select(Well, county="140728") == (Well("J-2"),)
    assert [well.code for well in session.select(Well)] == ["J-1", "J-2"]


def test_what_is_added_and_removed_at_once_needs_no_write():
    session = Session(Shelf())

    session.add(Well("J-1"))
    session.remove(Well("J-1"))

    assert session.writes() == []


def test_undoing_takes_back_changes_and_keeps_what_was_read():
    session = Session(shelf := Shelf(Well("J-1"), Well("J-2")))
    session.save(Well("J-1", times=1))
    mark = session.savepoint()
    session.save(Well("J-1", times=2), Well("J-2", times=2))
    session.add(Well("J-3"))

    session.rollback_to(mark)

    assert session.writes() == [Write(Well, "J-1", Well("J-1", times=1), 4)]
    assert session.find(Well, "J-2") == Well("J-2")
    assert session.find(Well, "J-3") is None
    assert shelf.asked == [("J-1",), ("J-2",)]


def test_what_the_store_raises_is_remembered():
    class Broken(Shelf):
        def fetch(self, _kind, _keys):
            raise ConnectionError("gone")

    session = Session(Broken())

    with pytest.raises(ConnectionError):
        session.find(Well, "J-1")

    assert isinstance(session.failure, ConnectionError)
