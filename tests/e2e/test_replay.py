"""`liandong replay` on the running platform: a department recovers lost received events."""

import time

import pytest
from acts import delist, done, effects, eventually, in_order, record_land, register
from upkeep import failing, known_plots, liandong, stopped, store_of

from services.agriculture.plots.domain import KnownPlot
from shared.delivery.records import Applied
from shared.store.document import key_of

OTHERS = ("natural_resources", "coordination")
ABOUT_PLOTS = "cn.liandong.environment.plot."


@pytest.fixture
def heard(city, new_place):
    """Three plots known to agriculture: all were listed, and all but the last delisted."""
    places = [new_place() for _ in range(3)]
    for place in places:
        record_land(city, place)
        done(register(city, place))
    for place in places[:-1]:
        done(delist(city, place, []))
    kinds = ["已移出名录", "已移出名录", "在名录内"]
    eventually(lambda: [plot["kind"] for plot in known_plots(city, places).values()], kinds)
    for other in OTHERS:
        eventually(lambda other=other: len(seen_by(city, other, places)) >= 5, wanted=True)
        eventually(lambda other=other: is_quiet(city, other, places), wanted=True)
    return places


def is_quiet(city, department, places):
    """Tell whether a second passes without new events about the places."""
    before = seen_by(city, department, places)
    time.sleep(1)
    return seen_by(city, department, places) == before


def seen_by(city, department, places):
    return [mark for place in places for mark in effects(city, department, subject=place.plot_code)]


def forget_plots(platform):
    """Delete what agriculture stored of environment's plots, and the marks of these events."""
    with store_of(platform, "agriculture") as store:
        for kind in (KnownPlot, Applied):
            lost = [key_of(row) for row in store.page(kind, {}, "", 5_000) if is_lost(row)]
            store.transact(lambda session, kind=kind, lost=lost: remove(session, kind, lost))


def remove(session, kind, keys):
    for kept in session.load(kind, keys).values():
        session.remove(kept)


def is_lost(kept):
    return isinstance(kept, KnownPlot) or kept.type.startswith(ABOUT_PLOTS)


def test_what_was_lost_of_one_publisher_comes_back_in_order_and_disturbs_nobody(
    platform, city, heard
):
    plots, failed_before = known_plots(city, heard), failing_anywhere(city)
    marks = seen_by(city, "agriculture", heard)
    undisturbed = {other: seen_by(city, other, heard) for other in OTHERS}
    with stopped(platform, "agriculture"):
        forget_plots(platform)
    assert known_plots(city, heard) == {}

    told = liandong(platform, "replay", "agriculture", "--from", "environment", "--why", "数据恢复")

    assert "environment: all sent" in told
    eventually(lambda: known_plots(city, heard), plots)
    back = seen_by(city, "agriculture", heard)
    assert [mark["id"] for mark in back] == [mark["id"] for mark in marks]
    assert all(in_order(effects(city, "agriculture", subject=place.plot_code)) for place in heard)
    assert {other: seen_by(city, other, heard) for other in OTHERS} == undisturbed
    assert failing_anywhere(city) == failed_before


def failing_anywhere(city):
    return {row["id"] for other in ("agriculture", *OTHERS) for row in failing(city, other)}
