"""A department loses its database: backup, work, loss, restore, recovery, work again."""

import pytest
from acts import delist, done, effects, eventually, hold_kind, record_land, register
from pymongo import MongoClient
from upkeep import failing, liandong, stopped, store_of

from shared.delivery.records import QuarantinedMessage
from shared.handling.sequence import EPOCH_SIZE
from shared.web.auth import Role

pytestmark = pytest.mark.slow

WHO = "environment"
HEARERS = ("agriculture", "natural_resources", "coordination")
OPS = {"role": Role.OPS}


def lose_database(platform, department):
    with MongoClient(platform.mongo_url) as client:
        client.drop_database(f"liandong_{department}")


def conflicts(platform):
    found = []
    for name in platform.services:
        with store_of(platform, name) as store:
            found += [
                message
                for message in store.page(QuarantinedMessage, {}, "", 500)
                if message.kind == "conflict"
            ]
    return found


def heard_of(city, place, department):
    marks = effects(city, department, subject=place.plot_code)
    return {mark["sequence"] for mark in marks if mark["id"].startswith(f"{WHO}|")}


def known_everywhere(city, place, number):
    """Wait until every subscriber has received `number` events about a plot."""
    for name in HEARERS:
        eventually(lambda name=name: len(heard_of(city, place, name)) >= number, True, 30)


@pytest.mark.timeout(400)
def test_after_a_lost_database_nobody_has_a_conflict_and_the_gap_can_be_seen(
    platform, city, new_place
):
    kept, lost = new_place(), new_place()
    record_land(city, kept)
    done(register(city, kept))
    known_everywhere(city, kept, 1)
    failed_before = {name: failing(city, name) for name in HEARERS}
    liandong(platform, "backup", "create", WHO)
    before = heard_of(city, kept, "coordination")
    done(delist(city, kept, []))
    record_land(city, lost)
    done(register(city, lost))
    known_everywhere(city, kept, len(before) + 1)
    known_everywhere(city, lost, 1)
    gone = heard_of(city, lost, "coordination")

    with stopped(platform, WHO):
        lose_database(platform, WHO)
        told = liandong(platform, "restore", WHO)
        assert f"liandong recover {WHO}" in told
        told = liandong(platform, "recover", WHO, "--why", "数据库磁盘损坏，自备份恢复")

    assert f"numbers go on behind {EPOCH_SIZE}" in told
    assert "did not answer" not in told
    listed = city[WHO].items("/v1/lost-acts", **OPS)
    assert {act["subject"] for act in listed} >= {kept.plot_code, lost.plot_code}
    done(delist(city, kept, []))  # the clerks enter the lost acts again
    record_again(city, lost)
    done(register(city, lost))
    for name in HEARERS:
        for place in (kept, lost):
            again = lambda name=name, place=place: max(heard_of(city, place, name)) > EPOCH_SIZE  # noqa: E731
            eventually(again, True, 30)
    assert heard_of(city, lost, "coordination") > gone
    assert conflicts(platform) == []
    assert {name: failing(city, name) for name in HEARERS} == failed_before
    assert hold_kind(city, kept) == "已移出名录，须遵守后期管理要求"
    eventually(lambda: told_the_office(city), ["记录中断"])


def told_the_office(city):
    return [entry["title"] for entry in city["coordination"].items("/v1/ledger", subject=WHO)]


def record_again(city, place):
    """Record the plot again; the parcel belongs to the land bureau, which lost nothing."""
    done(city[WHO].post("/v1/plots", place.plot()))
