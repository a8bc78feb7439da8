"""An informant's words are known only to the two departments of the clue [sl18.84; code.51]."""

from dataclasses import replace
from datetime import timedelta

import pytest
from casework_given import DUMPING, reported

from services.casework.clues import handlers as clues
from services.casework.clues.domain import Clue, ClueState
from services.casework.clues.messages import HIDDEN, ClueRejectedInFull, ClueReportedInFull
from services.casework.commands import AcceptClue, RejectClue, VerifyClue
from services.casework.messages import ClueRejected, ClueReported, Finding
from services.casework.reports.domain import OwnReport
from services.casework.reports.handlers import report_clue
from shared.messages.declare import Classification, meta_of
from shared.testing.world import World

INFORMANT = "某某丙举报电话某某号"
CITY = ("environment", "natural_resources", "agriculture", "public_security", "coordination")
KEPT_ANSWERS = "answers"
"""Idempotency records: over HTTP they hold only the key of a restricted document (tested there)."""


@pytest.fixture
def world():
    return World(*CITY)


def a_clue_of_an_informant(world):
    said = replace(DUMPING, summary=f"{INFORMANT}：某某嫌疑人夜间倾倒", plot_code="140727-0001")
    return reported(world, said)


def collections_with(world, name, words):
    """Return the collections of a department that contain these words in clear text."""
    return {
        collection
        for collection, rows in world.departments[name].snapshot().items()
        if collection != KEPT_ANSWERS and words in readable(rows)
    }


def readable(rows):
    return "".join(
        value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        for value in leaves(rows)
    )


def leaves(thing):
    if isinstance(thing, dict):
        for inner in thing.values():
            yield from leaves(inner)
    elif isinstance(thing, list | tuple):
        for inner in thing:
            yield from leaves(inner)
    else:
        yield thing


def test_an_informants_words_are_kept_by_the_two_departments_alone(world):
    clue_id = a_clue_of_an_informant(world)
    world.environment.execute(clues.accept_clue, AcceptClue(clue_id))
    report = VerifyClue(clue_id, Finding.ADMINISTRATIVE, ("甲", "乙"), f"据{INFORMANT}核实")
    world.environment.execute(clues.verify_clue, report)
    world.run_until_idle()

    kept = {name: collections_with(world, name, INFORMANT) for name in CITY}
    assert kept == {
        "environment": {"clues"},
        "natural_resources": {"own_reports"},
        "agriculture": set(),
        "public_security": set(),
        "coordination": set(),
    }
    assert INFORMANT in world.environment.get(Clue, clue_id).summary


def test_the_reason_of_a_rejection_goes_to_the_reporter_alone(world):
    clue_id = reported(world)
    back = RejectClue(clue_id, f"{INFORMANT}已撤回")
    world.environment.execute(clues.reject_clue, back)
    world.run_until_idle()

    report = world.natural_resources.get(OwnReport, clue_id)
    assert (report.state, report.reason) == (ClueState.REJECTED, back.reason)
    for name in ("agriculture", "public_security", "coordination"):
        assert collections_with(world, name, INFORMANT) == set()


def test_all_others_hear_matter_county_and_state(world):
    clue_id = a_clue_of_an_informant(world)

    (told,) = world.natural_resources.published(ClueReported)
    assert (told.matter, told.county, told.summary) == (DUMPING.matter, "140727", HIDDEN)
    assert told.plot_code is None
    assert world.environment.get(Clue, clue_id).plot_code == "140727-0001"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["sealed first", "open first"])
def test_a_clue_is_whole_in_whichever_order_its_two_events_come(world, order):
    world.natural_resources.execute(report_clue, DUMPING)
    sent = world.natural_resources.sent()

    for index in order:
        world.environment.deliver(sent[index])
    world.advance(timedelta(seconds=10))
    world.environment.retry_due_lanes()

    (clue,) = world.environment.page(Clue).items
    assert clue.summary == DUMPING.summary
    assert world.environment.lanes() == []


def test_a_clue_of_a_department_that_still_tells_all_is_taken_in_as_before(world):
    """Before this release, version 1 contained the words; its readers keep working."""
    told = ClueReported(
        "c-1", DUMPING.matter, "agriculture", "environment", "140727", "黑色污泥", DUMPING.found_on
    )
    world.environment.deliver_event(told, publisher="agriculture")

    assert world.environment.get(Clue, "c-1").summary == "黑色污泥"


def test_a_reason_in_the_open_of_before_is_kept_and_a_hidden_one_hides_no_reason(world):
    clue_id = reported(world)
    for number, reason in enumerate(("不属于本部门职责", HIDDEN), 1):
        event = ClueRejected(clue_id, "natural_resources", reason)
        world.natural_resources.deliver_event(event, publisher="environment", sequence=number)

    assert world.natural_resources.get(OwnReport, clue_id).reason == "不属于本部门职责"


@pytest.mark.parametrize("cls", [ClueReportedInFull, ClueRejectedInFull])
def test_the_whole_of_a_clue_is_sealed_for_one_department(cls):
    meta = meta_of(cls)

    assert meta.classification is Classification.RESTRICTED
    assert meta.sealed_for == (f"@{meta.recipient}",)


def test_whoever_is_shown_a_clue_is_recorded():
    assert Clue.__document__.restricted
    assert OwnReport.__document__.restricted
