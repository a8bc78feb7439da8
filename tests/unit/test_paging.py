"""A list is asked by its indexed fields, page by page."""

import pytest
from kit_given import Well, a_desk

from shared.errors import InvalidInputError
from shared.paging import filters_of, read_page
from shared.work import PageRequest, Worker


def test_an_empty_question_is_the_first_page():
    assert read_page(Well, {}) == PageRequest({}, "", 50)


def test_filters_are_read_in_the_type_of_their_field():
    asked = read_page(Well, {"county": "140728", "depth_m": "80.5", "after": "J-3", "limit": "2"})

    assert asked == PageRequest({"county": "140728", "depth_m": 80.5}, "J-3", 2)


def test_only_indexed_fields_can_be_asked_by():
    assert filters_of(Well) == ("county", "depth_m")


def test_every_wrong_part_is_named_at_once():
    with pytest.raises(InvalidInputError) as refused:
        read_page(Well, {"times": "1", "depth_m": "深", "limit": "0"})

    assert [fault.field for fault in refused.value.faults] == ["times", "depth_m", "limit"]
    assert "county、depth_m、after、limit" in refused.value.faults[0].message


@pytest.mark.parametrize("limit", ["0", "501", "-1", "", "两", "²", "1.5", "9" * 5000])
def test_a_limit_is_one_to_five_hundred(limit):
    with pytest.raises(InvalidInputError, match="1 至 500"):
        read_page(Well, {"limit": limit})


def test_pages_follow_each_other_without_gap_or_double():
    desk = a_desk()
    wells = [Well(f"J-{number}") for number in range(5)]
    desk.store.transact(lambda session: session.save(*wells))
    worker = Worker(desk, None, lambda: None)
    seen, after = [], ""

    while after is not None:
        page = worker.page(Well, PageRequest({}, after, 2))
        seen += page.items
        after = page.next

    assert seen == wells
