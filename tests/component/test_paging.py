"""A list is filtered by its indexed fields and returned in pages."""

import orjson
import pytest
from kit_given import Well, a_context, deep

from services.coordination.clocks.views import Owed
from shared.errors import InvalidInputError
from shared.handling.commands import CommandExecutor
from shared.handling.worker import PAGE_BYTES, READ_AT_ONCE, HandlerRunner
from shared.store.document import document
from shared.store.due import _place
from shared.store.pages import Page, PageRequest
from shared.store.unreadable import UnreadableDocumentError
from shared.web.json_answer import json_bytes
from shared.web.paging import filterable_fields, parse_page_request


@document("charts", title="图", key="code")
class Chart:
    """A document with a free-form field."""

    code: str
    area: dict


@pytest.mark.parametrize(("size", "fewest"), [(10, 1), (200_000, 6)])
def test_pages_of_large_documents_are_cut_by_their_bytes_and_lose_none(size, fewest):
    context = a_context()
    wells = [Well(f"J-{number:03}", county="x" * size) for number in range(300)]
    context.store.transact(lambda session: session.save(*wells), most=100_000_000)
    worker = HandlerRunner(CommandExecutor(context), None, lambda: None)
    pages, after = [], ""

    while after is not None:
        page = worker.page(Well, PageRequest({}, after, 500))
        pages.append(page)
        after = page.next

    seen = [well.code for page in pages for well in page.items]
    assert seen == [well.code for well in wells]
    assert fewest <= len(pages) <= fewest + 1
    assert all(size * len(page.items) <= PAGE_BYTES + size * READ_AT_ONCE for page in pages)


def test_an_empty_question_is_the_first_page():
    assert parse_page_request(Well, {}) == PageRequest({}, "", 50)


def test_filters_are_read_in_the_type_of_their_field():
    asked = parse_page_request(
        Well, {"county": "140728", "depth_m": "80.5", "after": "J-3", "limit": "2"}
    )

    assert asked == PageRequest({"county": "140728", "depth_m": 80.5}, "J-3", 2)


def test_only_indexed_fields_can_be_asked_by():
    assert filterable_fields(Well) == ("county", "depth_m")


def test_every_wrong_part_is_named_at_once():
    with pytest.raises(InvalidInputError) as refused:
        parse_page_request(Well, {"times": "1", "depth_m": "深", "limit": "0"})

    assert [fault.field for fault in refused.value.faults] == ["times", "depth_m", "limit"]
    assert "county、depth_m、after、limit" in refused.value.faults[0].message


@pytest.mark.parametrize("limit", ["0", "501", "-1", "", "两", "²", "1.5", "9" * 5000])
def test_a_limit_is_one_to_five_hundred(limit):
    with pytest.raises(InvalidInputError, match="1 至 500"):
        parse_page_request(Well, {"limit": limit})


def test_pages_follow_each_other_without_gap_or_double():
    context = a_context()
    wells = [Well(f"J-{number}") for number in range(5)]
    context.store.transact(lambda session: session.save(*wells))
    worker = HandlerRunner(CommandExecutor(context), None, lambda: None)
    seen, after = [], ""

    while after is not None:
        page = worker.page(Well, PageRequest({}, after, 2))
        seen += page.items
        after = page.next

    assert seen == wells


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "", "now", "1e400"]
)
def test_an_instant_that_no_clock_can_show_is_named(moment):
    with pytest.raises(InvalidInputError) as refused:
        parse_page_request(Owed, {"due_at": moment})

    assert [fault.field for fault in refused.value.faults] == ["due_at"]


@pytest.mark.parametrize("after", ["9999-12-31T23:59:59-14:00|x", "0001-01-01T00:00:00+14:00|x"])
def test_a_place_in_a_list_that_no_clock_can_show_is_named(after):
    with pytest.raises(InvalidInputError, match="after"):
        _place(after)


def test_one_item_that_cannot_be_written_does_not_spoil_the_others():
    good, bad = Chart("c-1", {"a": 1}), Chart("c-2", deep(300))

    first, second = orjson.loads(json_bytes(Page((good, bad), None)))["items"]

    assert first == {"code": "c-1", "area": {"a": 1}}
    assert second["code"] == "c-2"
    assert "fault" in second
    with pytest.raises(UnreadableDocumentError, match="c-2"):
        json_bytes(bad)
