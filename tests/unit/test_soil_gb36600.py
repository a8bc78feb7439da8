"""Soil of land for building: every limit of GB 36600-2018, and what makes a survey clean."""

import csv
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from soil_given import BASIC, a_sample, clean_values

from shared.soil import Measurement, gb36600
from shared.soil.limits import Limits
from shared.vocabulary import LimitClass, SoilLevel

FIRST, SECOND = LimitClass.FIRST, LimitClass.SECOND
WITHIN, OVER, CONTROL = SoilLevel.WITHIN, SoilLevel.OVER_SCREENING, SoilLevel.OVER_CONTROL
STEP = Decimal("0.0001")


def rows():
    """Read the tables apart from the code under test, as fractions."""
    for file in ("gb36600_2018_basic45.csv", "gb36600_2018_further.csv"):
        with (gb36600.TABLES / file).open(encoding="utf-8") as table:
            yield from csv.DictReader(table)


LIMITS = [
    (row["name_zh"], limit_class, row[f"screening_class{n}"], row[f"control_class{n}"])
    for row in rows()
    for n, limit_class in ((1, FIRST), (2, SECOND))
]


def expected(value, screening, control):
    """Decide by the text of the standard, in exact fractions."""
    value, screening, control = (Fraction(str(each)) for each in (value, screening, control))
    if value > control:
        return CONTROL
    return OVER if value > screening else WITHIN


def evaluated(values, limit_class=FIRST, background=None, **more):
    return gb36600.evaluate_building_land([a_sample(values, **more)], limit_class, background)


def level_of(item, value, limit_class=FIRST, background=None):
    found = evaluated({item: value}, limit_class, background)
    return found.items[0].level


def test_the_tables_are_complete():
    assert len(LIMITS) == 2 * 47
    assert len(BASIC) == 45


@pytest.mark.parametrize(("item", "limit_class", "screening", "control"), LIMITS)
def test_at_each_limit_just_below_and_just_above(item, limit_class, screening, control):
    """[GB 36600-2018]: a value equal to a limit is not over it."""
    for limit in (screening, control):
        for value in (Decimal(limit) - STEP, Decimal(limit), Decimal(limit) + STEP):
            found = evaluated({**clean_values(), item: value}, limit_class)
            assert found.verdict is expected(value, screening, control), (limit, value)


@pytest.mark.parametrize(
    ("item", "limit_class", "value", "level"),
    [
        ("砷", FIRST, "20", WITHIN),
        ("砷", FIRST, "20.1", OVER),
        ("砷", FIRST, "120.5", CONTROL),
        ("砷", SECOND, "60", WITHIN),
        ("砷", SECOND, "140", OVER),
        ("铅", FIRST, "400.1", OVER),
        ("铅", SECOND, "400.1", WITHIN),
        ("铅", SECOND, "2500.01", CONTROL),
        ("铬（六价）", FIRST, "3.0", WITHIN),
        ("苯并[a]芘", FIRST, "0.55", WITHIN),
        ("苯并[a]芘", FIRST, "0.551", OVER),
        ("苯并[a]芘", SECOND, "1.5", WITHIN),
        ("石油烃（C10-C40）", FIRST, "826", WITHIN),
        ("石油烃（C10-C40）", SECOND, "4500.1", OVER),
        ("石油烃（C10-C40）", FIRST, "5000.1", CONTROL),
        ("氰化物", FIRST, "22", WITHIN),
        ("氰化物", SECOND, "135.1", OVER),
        ("氰化物", SECOND, "270.1", CONTROL),
    ],
)
def test_values_typed_from_the_standard(item, limit_class, value, level):
    assert level_of(item, value, limit_class) is level


@pytest.mark.parametrize(
    ("spelt", "item"),
    [
        ("苯并(a)芘", "苯并[a]芘"),
        ("六价铬", "铬（六价）"),
        ("铬(六价)", "铬（六价）"),
        ("顺-1，2-二氯乙烯", "顺-1,2-二氯乙烯"),
        ("7440-38-2", "砷"),
        ("106-42-3", "间二甲苯+对二甲苯"),
        ("石油烃C10-C40", "石油烃（C10-C40）"),
        ("铬", None),
        ("pH", None),
    ],
)
def test_an_item_is_found_by_its_name_however_spelt_and_by_its_number(spelt, item):
    assert gb36600.building_land_item(spelt) == item


@pytest.mark.parametrize("item", BASIC)
def test_a_survey_with_a_missing_basic_item_is_never_clean(item):
    values = clean_values()
    del values[item]

    found = evaluated(values)

    assert found.verdict is SoilLevel.UNDECIDED
    assert found.missing == (item,)


def test_a_survey_of_nothing_is_not_clean():
    found = gb36600.evaluate_building_land([], FIRST)

    assert (found.verdict, len(found.missing)) == (SoilLevel.UNDECIDED, 45)


def test_what_is_over_stays_over_while_items_are_missing():
    found = evaluated({"砷": 121})

    assert (found.verdict, len(found.missing)) == (CONTROL, 44)


def test_an_item_that_only_some_samples_have_is_named():
    samples = [a_sample(clean_values()), a_sample({"砷": 1}, point="S2")]

    found = gb36600.evaluate_building_land(samples, FIRST)

    assert found.verdict is WITHIN
    assert len(found.partly_measured) == 44
    assert "砷" not in found.partly_measured


def test_an_item_without_a_limit_is_left_to_people():
    found = evaluated({**clean_values(), "钴": 400, "铬": 90})

    assert (found.verdict, found.without_limit) == (WITHIN, ("钴", "铬"))


@pytest.mark.parametrize(
    ("value", "detection_limit", "level"),
    [
        (None, "0.0019", WITHIN),
        (None, "1", WITHIN),
        (None, "1.01", SoilLevel.UNDECIDED),
        (None, None, SoilLevel.UNDECIDED),
        ("0.5", "0.6", WITHIN),
        ("0.5", "1.2", SoilLevel.UNDECIDED),
        ("1.2", "1.2", OVER),
        ("1", "1", WITHIN),
    ],
)
def test_a_value_under_the_detection_limit_counts_only_if_that_limit_is_low_enough(
    value, detection_limit, level
):
    """Benzene, first class: screening value 1 mg/kg."""
    measured = Measurement(
        "苯", *(None if each is None else Decimal(each) for each in (value, detection_limit))
    )
    values = clean_values()
    del values["苯"]
    sample = a_sample(values, measured=(measured,))

    found = gb36600.evaluate_building_land([sample], FIRST)

    assert found.verdict is level


@pytest.mark.parametrize(
    ("value", "background", "level"),
    [
        ("20", "30", WITHIN),
        ("25", "30", SoilLevel.BACKGROUND),
        ("30", "30", SoilLevel.BACKGROUND),
        ("30.1", "30", OVER),
        ("25", "10", OVER),
        ("125", "130", SoilLevel.BACKGROUND),
        ("131", "130", CONTROL),
    ],
)
def test_arsenic_up_to_the_background_of_the_place_does_not_count(value, background, level):
    """[GB 36600-2018]: As, Co and V over the screening value, but not over the background."""
    assert level_of("砷", value, FIRST, {"砷": Decimal(background)}) is level


def test_a_survey_within_the_background_is_clean():
    found = evaluated({**clean_values(), "砷": 25}, FIRST, {"As 7440-38-2": Decimal(30)})
    helped = evaluated({**clean_values(), "砷": 25}, FIRST, {"7440-38-2": Decimal(30)})

    assert (found.verdict, helped.verdict) == (OVER, WITHIN)


@pytest.mark.parametrize("item", ["砷", "钴", "钒"])
def test_background_helps_the_three_items_of_nature(item):
    limits = Limits(Decimal(20), Decimal(190))
    table = {item: gb36600.Item(item, limits, limits, is_basic=True)}

    found = gb36600.evaluate_building_land(
        [a_sample({item: 25})], FIRST, {item: Decimal(30)}, table
    )

    assert found.verdict is WITHIN


@given(st.sampled_from([item for item in BASIC if item != "砷"]), st.sampled_from([FIRST, SECOND]))
def test_background_helps_no_other_item(item, limit_class):
    limit = gb36600.standard_items()[item].limits(limit_class).screening
    values = {**clean_values(), item: limit + 1}

    found = evaluated(values, limit_class, {item: limit * 100})

    assert found.verdict.is_over


VALUES = st.decimals(min_value=0, max_value=40_000, places=3, allow_nan=False)
SURVEYS = st.lists(
    st.dictionaries(st.sampled_from(BASIC), VALUES, max_size=6), min_size=1, max_size=4
).map(
    lambda found: [
        a_sample({**clean_values(), **values}, point=f"S{place}")
        for place, values in enumerate(found)
    ]
)


@given(SURVEYS, st.sampled_from([FIRST, SECOND]), st.sampled_from(BASIC), VALUES)
def test_a_higher_value_is_never_milder(samples, limit_class, item, more):
    once = gb36600.evaluate_building_land(samples, limit_class)
    low = next(each.value for each in samples[0].measurements if each.item == item)
    raised = {each.item: each.value for each in samples[0].measurements} | {item: low + more}

    again = gb36600.evaluate_building_land(
        [a_sample(raised, point="S0"), *samples[1:]], limit_class
    )

    assert again.verdict.gravity >= once.verdict.gravity


RESULTS = st.builds(
    Measurement,
    st.sampled_from(BASIC),
    st.none() | VALUES,
    st.none() | st.decimals(min_value=0, max_value=900, places=3, allow_nan=False),
)


@given(SURVEYS, st.lists(RESULTS, max_size=5), st.none() | VALUES)
def test_the_first_class_is_never_milder_than_the_second(samples, results, arsenic):
    background = None if arsenic is None else {"砷": arsenic}
    more = [*samples, a_sample({}, point="S9", measured=tuple(results))]

    first = gb36600.evaluate_building_land(more, FIRST, background)
    second = gb36600.evaluate_building_land(more, SECOND, background)

    assert first.verdict.gravity >= second.verdict.gravity
    milder = {each.item: each.level for each in second.items}
    assert all(each.level.gravity >= milder[each.item].gravity for each in first.items)


@given(SURVEYS, st.randoms())
def test_the_order_of_samples_is_irrelevant(samples, random):
    shuffled = list(samples)
    random.shuffle(shuffled)

    assert gb36600.evaluate_building_land(shuffled, FIRST) == gb36600.evaluate_building_land(
        samples, FIRST
    )


@given(SURVEYS)
def test_the_verdict_is_that_of_the_worst_point(samples):
    found = gb36600.evaluate_building_land(samples, FIRST)

    assert set(found.points) == {sample.point for sample in samples}
    assert found.verdict is max(found.points.values(), key=lambda level: level.gravity)


def test_the_result_of_an_item_names_its_worst_sample():
    samples = [
        a_sample({**clean_values(), "铅": 500}, point="S1", depth="0.5"),
        a_sample({**clean_values(), "铅": 900}, point="S2", depth="3.0"),
    ]

    (lead,) = [
        each for each in gb36600.evaluate_building_land(samples, FIRST).items if each.item == "铅"
    ]

    assert (lead.level, lead.highest, lead.over, lead.measured) == (CONTROL, 900, 2, 2)
    assert (lead.point, lead.depth_m) == ("S2", Decimal("3.0"))
    assert (lead.screening, lead.control) == (400, 800)
