"""Soil of farmland: every limit of GB 15618-2018, and the category of a unit."""

import csv
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from soil_given import a_sample

from shared.soil import FarmlandCategory, Measurement, SoilSample, gb15618
from shared.vocabulary import FarmlandKind, SoilLevel

PADDY, ORCHARD, OTHER = FarmlandKind
PRIORITY, SAFE_USE, STRICT = FarmlandCategory
ELEMENTS = tuple(gb15618.ELEMENTS.values())
PH_OF = {"<=5.5": "5.5", "5.5-6.5": "6.5", "6.5-7.5": "7.5", ">7.5": "7.51"}
STEP = Decimal("0.001")


def rows():
    with gb15618.TABLE.open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


def kinds_of(row):
    """Name the kinds of farmland that a row is for: 其他 is what has no row of its own."""
    named = {each["land"] for each in rows() if each["element"] == row["element"]}
    if row["land"] == "全部":
        return tuple(FarmlandKind)
    if row["land"] != "其他":
        return (FarmlandKind(row["land"]),)
    return tuple(kind for kind in FarmlandKind if kind.value == "其他" or kind.value not in named)


CASES = [
    (row["element"], kind, row["ph_band"], row["screening"], row["control"])
    for row in rows()
    for kind in kinds_of(row)
]


def clean(**more):
    return {name: Decimal("0.001") for name in ELEMENTS} | more


def decided(value, screening, control):
    """Decide by the text of the standard, in exact fractions."""
    if control and Fraction(str(value)) > Fraction(control):
        return STRICT
    return SAFE_USE if Fraction(str(value)) > Fraction(screening) else PRIORITY


def test_each_element_has_one_row_for_each_kind_and_band():
    assert len(rows()) == 56
    assert len(CASES) == len(set(CASES)) == 8 * 3 * 4


@pytest.mark.parametrize(("element", "kind", "band", "screening", "control"), CASES)
def test_at_each_limit_just_below_and_just_above(element, kind, band, screening, control):
    """[GB 15618-2018]: a value equal to a limit is not over it."""
    for limit in filter(None, (screening, control)):
        for value in (Decimal(limit) - STEP, Decimal(limit), Decimal(limit) + STEP):
            values = clean(**{gb15618.ELEMENTS[element]: value})
            found = gb15618.evaluate_farmland(a_sample(values, ph=PH_OF[band], land=kind))
            assert found.category is decided(value, screening, control), (limit, value)


@pytest.mark.parametrize(
    ("element", "ph", "kind", "value", "category"),
    [
        ("Cd", "5.0", OTHER, "0.3", PRIORITY),
        ("Cd", "5.0", OTHER, "0.31", SAFE_USE),
        ("Cd", "6.0", PADDY, "0.4", PRIORITY),
        ("Cd", "6.0", OTHER, "0.4", SAFE_USE),
        ("Cd", "8.2", OTHER, "4.0", SAFE_USE),
        ("Cd", "8.2", OTHER, "4.01", STRICT),
        ("Hg", "7.0", PADDY, "0.61", SAFE_USE),
        ("Hg", "7.0", ORCHARD, "2.4", PRIORITY),
        ("As", "8.0", PADDY, "20.1", SAFE_USE),
        ("As", "8.0", OTHER, "25", PRIORITY),
        ("As", "8.0", OTHER, "101", STRICT),
        ("As", "5.0", OTHER, "101", SAFE_USE),
        ("Pb", "6.6", PADDY, "140", PRIORITY),
        ("Cr", "5.5", OTHER, "151", SAFE_USE),
        ("Cu", "6.0", ORCHARD, "150", PRIORITY),
        ("Cu", "6.0", PADDY, "50.1", SAFE_USE),
        ("Cu", "6.0", OTHER, "1000000", SAFE_USE),
        ("Ni", "7.6", OTHER, "190", PRIORITY),
        ("Zn", "7.6", ORCHARD, "300.5", SAFE_USE),
    ],
)
def test_values_typed_from_the_standard(element, ph, kind, value, category):
    found = gb15618.evaluate_farmland(
        a_sample(clean(**{gb15618.ELEMENTS[element]: value}), ph=ph, land=kind)
    )

    assert found.category is category


@pytest.mark.parametrize(
    ("ph", "band"),
    [
        ("3.9", "<=5.5"),
        ("5.5", "<=5.5"),
        ("5.51", "5.5-6.5"),
        ("6.5", "5.5-6.5"),
        ("6.51", "6.5-7.5"),
        ("7.5", "6.5-7.5"),
        ("7.50001", ">7.5"),
        ("9.1", ">7.5"),
    ],
)
def test_the_upper_end_of_a_band_belongs_to_it(ph, band):
    assert gb15618.band_of(Decimal(ph)) == band


@pytest.mark.parametrize("element", ELEMENTS)
def test_a_sample_with_a_missing_element_is_never_priority(element):
    values = clean()
    del values[element]

    found = gb15618.evaluate_farmland(a_sample(values, ph="7", land=OTHER))

    assert (found.category, found.verdict, found.missing) == (None, SoilLevel.UNDECIDED, (element,))


def test_a_category_found_stands_while_an_element_is_missing():
    found = gb15618.evaluate_farmland(a_sample({"镉": "3.5"}, ph="7", land=OTHER))

    assert (found.category, len(found.missing)) == (STRICT, 7)


def test_a_sample_without_ph_is_undecided():
    found = gb15618.evaluate_farmland(a_sample(clean(), land=OTHER))

    assert (found.category, found.missing) == (None, ())


def test_a_detection_limit_over_the_screening_value_decides_nothing():
    values = clean()
    del values["镉"]
    measured = (Measurement("镉", None, Decimal("0.5")),)

    found = gb15618.evaluate_farmland(a_sample(values, ph="7", land=OTHER, measured=measured))

    assert found.category is None


def test_no_sample_is_no_result():
    assert gb15618.evaluate_farmland().category is None
    assert gb15618.unit_category([]) is None


def test_an_element_is_found_by_symbol_and_hexavalent_chromium_is_another_item():
    assert gb15618.farmland_item("Cr") == "铬"
    assert gb15618.farmland_item("铬（六价）") is None
    found = gb15618.evaluate_farmland(a_sample(clean(**{"铬（六价）": "1"}), ph="7", land=OTHER))
    assert found.without_limit == ("铬（六价）",)


VALUES = st.decimals(min_value=0, max_value=1500, places=2, allow_nan=False)
PHS = st.decimals(min_value=3, max_value=10, places=1, allow_nan=False)


@st.composite
def farm_samples(draw):
    values = draw(st.dictionaries(st.sampled_from(ELEMENTS), VALUES, max_size=4))
    point = draw(st.sampled_from(["S1", "S2", "S3", "S4"]))
    found = a_sample(clean(**values), point=point, land=draw(st.sampled_from(FarmlandKind)))
    return SoilSample(found.point, found.depth_m, found.measurements, draw(PHS), found.land)


SAMPLES = st.lists(farm_samples(), min_size=1, max_size=6)


def grave(category):
    return list(FarmlandCategory).index(category)


@given(farm_samples(), st.sampled_from(ELEMENTS), VALUES)
def test_a_higher_value_is_never_milder(sample, element, more):
    raised = tuple(
        Measurement(each.item, each.value + more) if each.item == element else each
        for each in sample.measurements
    )

    again = SoilSample(sample.point, sample.depth_m, raised, sample.ph, sample.land)

    assert grave(gb15618.evaluate_farmland(again).category) >= grave(
        gb15618.evaluate_farmland(sample).category
    )


@given(farm_samples())
def test_an_unknown_kind_is_never_milder_than_any(sample):
    found = {
        kind: gb15618.evaluate_farmland(
            SoilSample(sample.point, sample.depth_m, sample.measurements, sample.ph, kind)
        ).category
        for kind in (None, *FarmlandKind)
    }

    assert grave(found[None]) == max(grave(found[kind]) for kind in FarmlandKind)


@given(SAMPLES, st.randoms())
def test_the_order_of_samples_is_irrelevant(samples, random):
    shuffled = list(samples)
    random.shuffle(shuffled)

    assert gb15618.evaluate_farmland(*shuffled) == gb15618.evaluate_farmland(*samples)
    assert gb15618.unit_category(shuffled) is gb15618.unit_category(samples)


@given(SAMPLES)
def test_without_a_share_the_worst_point_decides(samples):
    assert gb15618.unit_category(samples) is gb15618.evaluate_farmland(*samples).category


@given(SAMPLES, st.sampled_from([Decimal("0.1"), Decimal("0.25"), Decimal("0.5"), Decimal(1)]))
def test_a_larger_share_is_never_graver(samples, share):
    milder = gb15618.unit_category(samples, share)

    assert grave(milder) <= grave(gb15618.unit_category(samples))


@pytest.mark.parametrize(
    ("strict", "safe", "share", "category"),
    [
        (1, 0, "0", STRICT),
        (1, 0, "0.1", PRIORITY),
        (2, 0, "0.1", STRICT),
        (1, 1, "0.1", SAFE_USE),
        (0, 1, "0.1", PRIORITY),
        (0, 0, "0", PRIORITY),
    ],
)
def test_a_share_of_the_points_must_be_exceeded(strict, safe, share, category):
    """Ten points of a unit; a share of 0.1 allows one point."""
    values = ["3.5"] * strict + ["1"] * safe + ["0.1"] * (10 - strict - safe)
    samples = [
        a_sample(clean(镉=value), point=f"S{place}", ph="7", land=OTHER)
        for place, value in enumerate(values)
    ]

    assert gb15618.unit_category(samples, Decimal(share)) is category


def test_a_unit_with_an_undecided_point_is_never_priority():
    known = a_sample(clean(), point="S1", ph="7", land=OTHER)
    undecided = a_sample(clean(), point="S2", land=OTHER)

    assert gb15618.unit_category([known, undecided], Decimal("0.9")) is None


def test_other_findings_worsen_a_category_and_never_improve_it():
    """The products of a unit (产品检测) speak too, in one direction."""
    assert gb15618.worsened(PRIORITY, SAFE_USE) is SAFE_USE
    assert gb15618.worsened(STRICT, PRIORITY) is STRICT
