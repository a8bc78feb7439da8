"""Cover: whether areas together cover another, except for rounding of its border."""

from shared.vocabulary.geometry import square_around
from shared.vocabulary.relations import is_covered

LON, LAT = 112.334, 37.358
PARCEL = square_around(LON, LAT, 10_000.0)


def strip(west, east):
    """Return a strip of the parcel between two shares of its width."""
    ring = PARCEL["coordinates"][0]
    (left, low), (right, high) = ring[0], ring[2]
    x, y = (left + (right - left) * share for share in (west, east))
    corners = [[x, low], [y, low], [y, high], [x, high], [x, low]]
    return {"type": "Polygon", "coordinates": [corners]}


def test_an_area_is_covered_by_itself_and_by_a_larger_one():
    assert is_covered(PARCEL, [PARCEL])
    assert is_covered(PARCEL, [square_around(LON, LAT, 20_000.0)])


def test_an_area_is_covered_by_its_parts_together():
    assert is_covered(PARCEL, [strip(0, 0.6), strip(0.5, 1)])


def test_an_area_is_not_covered_by_one_of_its_parts():
    assert not is_covered(PARCEL, [strip(0, 0.6)])


def test_a_thousandth_is_forgiven_and_a_hundredth_is_not():
    assert is_covered(PARCEL, [strip(0, 0.9995)])
    assert not is_covered(PARCEL, [strip(0, 0.99)])


def test_no_areas_cover_nothing():
    assert not is_covered(PARCEL, [])
