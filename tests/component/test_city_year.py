"""A synthetic year of a city is deterministic, ordered, consistent and plausible."""

import hashlib
import itertools
from collections import Counter, defaultdict
from datetime import UTC, timedelta

import pytest
from typer.testing import CliRunner

from demo.city.hours import CHINA
from demo.city_year import KINDS, app, as_line, generate
from shared.vocabulary.area_problems import area_problem
from shared.vocabulary.divisions import divisions
from shared.vocabulary.geometry import area_m2
from shared.vocabulary.identifiers import (
    is_county,
    is_credit_code,
    is_parcel_code,
    is_permit_number,
    is_plot_code,
)
from shared.vocabulary.land_use import LandScheme, LandUse
from shared.vocabulary.relations import overlaps

PLOTS = 400
DEPARTMENTS = {"environment", "natural_resources", "agriculture", "public_security"}
# Digest of the first year with these arguments; a change here is a change for every user.
DIGEST = "b1730d9c193d350fc8e7461d61c7db8adf919cd853e46318dee9ab878c881898"


@pytest.fixture(scope="module")
def acts():
    return list(generate(seed=7, plots=PLOTS))


@pytest.fixture(scope="module")
def bodies(acts):
    found = defaultdict(list)
    for act in acts:
        found[act.kind].append(act.body)
    return found


def test_the_same_seed_gives_the_same_bytes_on_every_python(acts):
    assert hashlib.sha256(b"".join(map(as_line, acts))).hexdigest() == DIGEST


def test_another_seed_gives_another_year(acts):
    assert list(generate(seed=8, plots=PLOTS)) != acts


def test_acts_come_in_time_order(acts):
    assert all(earlier.at <= later.at for earlier, later in itertools.pairwise(acts))


def test_acts_happen_in_office_hours_of_the_year(acts):
    for act in acts:
        assert act.at.tzinfo is UTC
        local = act.at.astimezone(CHINA)
        assert local.year == 2026
        assert local.weekday() < 5
        assert local.hour in (9, 10, 11, 14, 15, 16, 17)


def test_all_four_departments_and_every_kind_of_act_appear(acts):
    assert {act.department for act in acts} == DEPARTMENTS
    assert {act.kind for act in acts} == set(KINDS)


def test_every_county_has_its_share(bodies):
    shares = Counter(body["county"] for body in bodies["plot.record"])

    assert set(shares) == {code for code, d in divisions().items() if d.seat}
    assert shares["140781"] > shares["140721"]


def test_what_comes_later_rests_on_what_came_before(acts):
    seen = defaultdict(set)
    for act in acts:
        body = act.body
        match act.kind:
            case "parcel.register":
                seen["parcel"].add(body["parcel_code"])
            case "plot.record":
                seen["plot"].add(body["plot_code"])
            case "permit.record":
                assert body["plot_code"] in seen["plot"]
                seen["permit"].add(body["number"])
            case "permit.cancel":
                assert body["number"] in seen["permit"]
                seen["permit"].remove(body["number"])
            case "plot.list":
                seen["listed"].add(body["plot_code"])
            case "plot.delist":
                seen["listed"].remove(body["plot_code"])
            case "application.request":
                assert body["parcel_code"] in seen["parcel"]
            case "clue.report":
                assert body["plot_code"] in seen["plot"]


def test_identifiers_are_valid_and_unique(bodies):
    for body in bodies["permit.record"]:
        assert is_permit_number(body["number"])
        assert is_credit_code(body["credit_code"])
    for kind, column, check in (
        ("plot.record", "plot_code", is_plot_code),
        ("parcel.register", "parcel_code", is_parcel_code),
        ("permit.record", "number", is_permit_number),
    ):
        codes = [body[column] for body in bodies[kind]]
        assert all(map(check, codes))
        assert len(set(codes)) == len(codes)


def test_a_company_may_use_several_plots(bodies):
    holders = Counter(body["credit_code"] for body in bodies["permit.record"])

    assert max(holders.values()) > 1


def test_plots_lie_near_their_county_seat_and_have_their_area(bodies):
    for body in bodies["plot.record"]:
        assert is_county(body["county"])
        lon, lat = divisions()[body["county"]].seat
        west, south = body["area"]["coordinates"][0][0]
        assert abs(west - lon) < 0.12
        assert abs(south - lat) < 0.1
        assert area_problem(body["area"]) is None
        assert area_m2(body["area"]) == pytest.approx(body["area_m2"], rel=1e-3)


def test_plots_do_not_overlap_each_other(bodies):
    by_county = defaultdict(list)
    for body in bodies["plot.record"]:
        by_county[body["county"]].append(body["area"])

    for areas in by_county.values():
        assert not any(overlaps(a, b) for a, b in itertools.combinations(areas[:40], 2))


def test_sensitive_and_other_uses_are_wanted(bodies):
    uses = [LandUse(LandScheme(use["scheme"]), use["code"]) for use in wanted(bodies)]

    assert all(use.is_known for use in uses)
    assert {use.is_sensitive for use in uses} == {True, False}


def test_names_say_that_they_are_made_up(bodies):
    assert all("某某" in body["holder"] for body in bodies["permit.record"])
    assert all("某某" in body["applicant"] for body in bodies["application.request"])


def test_the_year_is_drawn_as_it_is_read():
    first = next(generate(plots=10_000_000))

    assert first.at - first.at.replace(month=1, day=1, hour=0) < timedelta(days=5)


def test_the_command_writes_one_act_a_line(tmp_path):
    out = tmp_path / "year.jsonl"

    result = CliRunner().invoke(app, ["--seed", "7", "--plots", "20", "--out", str(out)])

    assert result.exit_code == 0
    assert out.read_bytes() == b"".join(map(as_line, generate(seed=7, plots=20)))


def wanted(bodies):
    return [body["wanted_use"] for body in bodies["application.request"]]
