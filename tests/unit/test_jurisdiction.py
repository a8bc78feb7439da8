"""Who sees a document and who may act on it: the office of a county, a zone, the city."""

from dataclasses import replace

import pytest

from shared.errors import ForbiddenError
from shared.handling.jurisdiction import Office, handling_division
from shared.store.document import document
from shared.store.pages import PageRequest

CITY, PINGYAO, QIXIAN, ZONE, YUCI = "140700", "140728", "140727", "140771", "140702"


@document("wells", title="水井", key="id", placed="county", indexes=(("county",), ("division",)))
class Well:
    """An open document of a county."""

    id: str
    county: str
    division: str = ""


@document("dossiers", title="卷宗", key="id", placed="county", restricted=True)
class Dossier:
    """A restricted document of a county."""

    id: str
    county: str
    division: str = ""


@document("calendars", title="日历", key="id")
class Calendar:
    """A document that lies nowhere."""

    id: str


def office(division: str, **said: bool) -> Office:
    return Office(division, CITY, **said)


OPEN = Well("w", PINGYAO)
TAKEN = Well("w", PINGYAO, CITY)
GIVEN = Well("w", PINGYAO, QIXIAN)
SECRET = Dossier("d", PINGYAO, PINGYAO)


@pytest.mark.parametrize(
    ("division", "thing", "sees", "acts"),
    [
        (PINGYAO, OPEN, True, True),
        (QIXIAN, OPEN, False, False),
        (CITY, OPEN, True, False),
        (PINGYAO, TAKEN, True, False),
        (CITY, TAKEN, True, True),
        (QIXIAN, TAKEN, False, False),
        (PINGYAO, GIVEN, True, False),
        (QIXIAN, GIVEN, True, True),
        (PINGYAO, SECRET, True, True),
        (QIXIAN, SECRET, False, False),
        (CITY, SECRET, False, False),
        (CITY, replace(SECRET, division=CITY), True, True),
        (PINGYAO, replace(SECRET, division=CITY), False, False),
        (ZONE, Well("w", ZONE), True, True),
        (YUCI, Well("w", ZONE), False, False),
        ("140703", Well("w", "140726"), True, True),
        (QIXIAN, Calendar("c"), True, True),
    ],
)
def test_an_office_sees_and_acts_in_its_county(division, thing, sees, acts):
    asks = office(division)

    assert asks.sees(thing) is sees
    assert asks.handles(thing) is acts
    for allowed, check in ((sees, asks.check_sight), (acts, asks.check_act)):
        if allowed:
            check(thing)
        else:
            with pytest.raises(ForbiddenError, match="管辖"):
                check(thing)


def test_a_head_of_the_city_reads_what_is_restricted_with_a_purpose_and_changes_nothing():
    head = office(CITY, supervises=True)

    assert head.sees(SECRET)
    assert not head.handles(SECRET)
    with pytest.raises(ForbiddenError, match="平遥县"):
        head.check_act(SECRET)


def test_an_act_that_the_law_gives_to_the_city_needs_no_taking_up():
    office(CITY, by_law=True).check_act(OPEN)

    with pytest.raises(ForbiddenError, match="祁县"):
        office(QIXIAN, by_law=True).check_act(OPEN)


def test_a_county_records_only_what_lies_in_it_and_the_city_records_anywhere():
    office(CITY).check_new(OPEN)
    office(PINGYAO).check_new(OPEN)
    with pytest.raises(ForbiddenError, match="平遥县"):
        office(QIXIAN).check_new(OPEN)
    with pytest.raises(ForbiddenError, match="平遥县"):
        office(QIXIAN).check_new(GIVEN)


def test_a_list_is_limited_to_the_own_county():
    asked = PageRequest({"state": "有效"})

    assert office(QIXIAN).limit(Well, asked).wanted == {"state": "有效", "county": QIXIAN}
    assert office(QIXIAN).limit(Dossier, asked).wanted == {"state": "有效", "division": QIXIAN}
    assert office(CITY).limit(Well, asked) == asked
    assert office(CITY).limit(Dossier, asked).wanted == {"state": "有效", "division": CITY}
    assert office(CITY, supervises=True).limit(Dossier, asked) == asked
    assert office(QIXIAN).limit(Calendar, asked) == asked


def test_a_list_of_another_county_is_refused_and_what_was_handed_over_is_found():
    with pytest.raises(ForbiddenError, match="平遥县"):
        office(QIXIAN).limit(Well, PageRequest({"county": PINGYAO}))
    given = PageRequest({"division": QIXIAN})
    assert office(QIXIAN).limit(Well, given).wanted == {"division": QIXIAN}
    with pytest.raises(ForbiddenError, match="平遥县"):
        office(QIXIAN).limit(Well, PageRequest({"division": PINGYAO}))


def test_a_document_of_an_older_release_without_a_place_is_the_citys():
    assert handling_division(Dossier("d", ""), CITY) == CITY
    assert handling_division(Dossier("d", "140726"), CITY) == "140703"
    assert handling_division(Calendar("c"), CITY) is None
