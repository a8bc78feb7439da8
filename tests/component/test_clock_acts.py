"""Acts of the head of the office on clocks, and the recount of all clocks."""

import contextlib
from dataclasses import replace

import pytest
from clock_given import LAND, POLICE, SOIL, Office, at, step
from test_coordination_reactions import REGISTERED

from services.casework.steps.messages import Step
from services.coordination.clocks.commands import (
    AnnounceLegalChange,
    CorrectObligation,
    ExtendObligation,
    RecountObligations,
    ResumeObligation,
    SuspendObligation,
)
from services.coordination.clocks.domain import EventThread, Obligation, Recount
from services.coordination.clocks.errors import NotAllowedError
from services.coordination.clocks.evaluation.projection import clocks_of
from services.coordination.clocks.history import ChangeReason
from services.coordination.clocks.messages import LegalBasisChanged, ObligationChanged
from services.coordination.clocks.obligations import command_handlers
from services.coordination.clocks.obligations.reconcile import reconcile
from services.coordination.clocks.recount import recount as recounting
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.states import ObligationState as State
from services.coordination.clocks.states import RecountState
from shared.calendar import Unit, calendar_of
from shared.errors import StoreUnavailableError
from shared.testing.world import envelope_of

WHY = "委托鉴定"


@pytest.fixture
def office():
    made = Office()
    made.hears(step(Step.RECEIPTED, POLICE, "10-09 09:00"))
    made.world.now = at("10-10 09:00")
    return made


def does(office, handle, command):
    return office.department.execute(handle, command, actor="head-1")


def c9(office):
    return office.clock("C9").id


def changes(office):
    return [
        (event.what, event.who, event.why)
        for event in office.department.published(ObligationChanged)
    ]


def test_an_appraisal_stops_a_clock_and_its_end_lets_it_go_on(office):
    stopped = does(office, command_handlers.suspend, SuspendObligation(c9(office), WHY))
    assert (stopped.state, stopped.due_at, stopped.next_at) == (State.SUSPENDED, None, None)

    office.at("10-20 09:00")
    going = does(office, command_handlers.resume, ResumeObligation(c9(office), "鉴定意见已出具"))

    assert f"{going.last_day}" == "2026-10-23"
    assert office.told("C9") == ["Opened", "Changed", "Changed"]
    assert changes(office) == [("中止", "head-1", WHY), ("恢复", "head-1", "鉴定意见已出具")]
    assert [(change.what, change.who) for change in going.history] == [
        ("中止", "head-1"),
        ("恢复", "head-1"),
    ]


def test_a_clock_whose_rule_knows_no_suspension_is_not_suspended(office):
    office.hears(step(Step.FILED, POLICE, "10-10 08:00"))

    with pytest.raises(NotAllowedError, match="不能中止"):
        does(office, command_handlers.suspend, SuspendObligation(office.clock("C10").id, WHY))


def test_only_what_stands_still_goes_on(office):
    with pytest.raises(NotAllowedError, match="没有中止"):
        does(office, command_handlers.resume, ResumeObligation(c9(office), WHY))


def test_an_extension_is_one_that_the_rule_allows_and_says_who_approved_it(office):
    """[17号 9]"""
    wanted = ExtendObligation(c9(office), 7, Unit.NATURAL_DAY, "某某负责人", "线索需进一步核查")

    longer = does(office, command_handlers.extend, wanted)

    assert f"{longer.last_day}" == "2026-10-16"
    (thread,) = office.department.store.all(EventThread)
    assert [(one.who, one.approved_by) for one in thread.acts] == [("head-1", "某某负责人")]


@pytest.mark.parametrize(("length", "words"), [(15, "只能延长至：7"), (3, "只能延长至")])
def test_no_other_length_is_granted(office, length, words):
    """[17号 9]"""
    wanted = ExtendObligation(c9(office), length, Unit.NATURAL_DAY, "某某负责人", WHY)

    with pytest.raises(NotAllowedError, match=words):
        does(office, command_handlers.extend, wanted)


def test_nobody_extends_a_case_of_natural_resources():
    """[310号 8]"""
    office = Office()
    office.hears(step(Step.RECEIPTED, POLICE, "10-09 09:00", referred_by=LAND))

    wanted = ExtendObligation(c9(office), 7, Unit.NATURAL_DAY, "某某负责人", WHY)
    with pytest.raises(NotAllowedError, match="不能延长"):
        does(office, command_handlers.extend, wanted)


def test_what_is_breached_is_not_extended_any_more(office):
    office.at("10-13 00:00")

    wanted = ExtendObligation(c9(office), 7, Unit.NATURAL_DAY, "某某负责人", WHY)
    with pytest.raises(NotAllowedError, match="已届满"):
        does(office, command_handlers.extend, wanted)


def test_a_wrong_start_is_corrected_and_a_breach_that_was_told_is_taken_back(office):
    office.at("10-13 00:00")
    assert office.clock("C9").state is State.OVERDUE

    right = CorrectObligation(c9(office), at("10-12 09:00"), "回执日期录入有误")
    corrected = does(office, command_handlers.correct, right)

    assert (corrected.state, f"{corrected.last_day}") == (State.RUNNING, "2026-10-15")
    assert office.told("C9") == ["Opened", "Overdue", "Changed"]
    assert changes(office) == [("更正起算", "head-1", "回执日期录入有误")]


def test_the_last_correction_counts(office):
    for day in ("10-09 12:00", "10-08 09:00"):
        does(office, command_handlers.correct, CorrectObligation(c9(office), at(day), WHY))

    assert office.clock("C9").started_at == at("10-08 09:00")


def test_nobody_acts_on_a_clock_that_has_ended(office):
    office.hears(step(Step.FILED, POLICE, "10-10 08:00"))

    with pytest.raises(NotAllowedError, match="已履行"):
        does(
            office, command_handlers.correct, CorrectObligation(c9(office), at("10-09 09:00"), WHY)
        )


def counted_before(office, count=3):
    """Replace the office's clocks by some counted before the holidays of 2026 were known."""
    before, book = calendar_of("2024-11-12"), rulebook()

    def work(session):
        for number in range(count):
            bring = office.department.store
            name = f"case:m-{number}"
            thread = replace(bring.all(EventThread)[0], id=name, key=f"m-{number}")
            heard = tuple(
                replace(one, id=f"e-{number}", at=at("09-29 09:00")) for one in thread.heard
            )
            thread = replace(thread, heard=heard)
            clocks = [one for one in clocks_of(thread, book, before) if one.rule.id == "C9"]
            why = ChangeReason("x", "x", "x")
            kept = [
                reconcile(None, one, book.version, at("09-29 09:00"), why).kept for one in clocks
            ]
            session.save(replace(thread, obligations=tuple(one.id for one in kept)), *kept)

    office.department.store.transact(work)


def test_a_new_notice_counts_all_open_clocks_anew_and_tells_what_changed(office):
    """[17号 38] The regulation frees three days; the notice of the year, a week, until the 8th."""
    counted_before(office)
    assert {f"{one.last_day}" for one in office.clocks("C9")[:3]} == {"2026-10-05"}
    office.world.now = at("09-30 09:00")

    ordered = does(office, recounting.begin, RecountObligations("2026年放假安排"))
    office.department.tick()

    done = office.department.get(Recount, ordered.id)
    assert (done.state, done.changed, done.calendar) == (RecountState.DONE, 3, "2025-11-04")
    assert {f"{one.last_day}" for one in office.clocks("C9")[:3]} == {"2026-10-08"}
    changed = office.department.published(ObligationChanged)
    assert {(f"{one.due_before:%m-%d}", f"{one.due_at:%m-%d}") for one in changed} == {
        ("10-05", "10-08")
    }
    assert {(one.what, one.why) for one in changed} == {("重算", "2026年放假安排")}


def test_a_second_recount_changes_nothing(office):
    counted_before(office)
    office.world.now = at("09-30 09:00")
    for _ in range(2):
        does(office, recounting.begin, RecountObligations("2026年放假安排"))
        office.department.tick()

    assert sorted(one.changed for one in office.department.store.all(Recount)) == [0, 3]
    assert len(office.department.published(ObligationChanged)) == 3


@pytest.mark.parametrize("fails_at", range(1, 11))
def test_a_recount_that_crashes_goes_on_where_it_was(office, fails_at):
    counted_before(office)
    office.world.now = at("09-30 09:00")
    does(office, recounting.begin, RecountObligations("2026年放假安排"))
    work, done = office.department.store.transact, []

    def failing(job):
        done.append(0)
        if len(done) == fails_at:
            raise StoreUnavailableError
        made = work(job)
        if len(done) == fails_at + 1:
            raise StoreUnavailableError
        return made

    office.department.store.transact = failing
    for _ in range(2):
        with contextlib.suppress(StoreUnavailableError):
            recounting.proceed(office.department.context)
    office.department.store.transact = work
    recounting.proceed(office.department.context)

    (finished,) = office.department.store.all(Recount)
    assert (finished.state, finished.changed) == (RecountState.DONE, 3)
    assert finished.counted == len(office.department.store.all(Obligation))
    assert len(office.department.published(ObligationChanged)) == 3


def test_a_change_of_the_law_is_announced_by_the_head_and_counts_anew(office):
    """[code.1057, code.1242]"""
    command = AnnounceLegalChange("某某办法", ("17号 9",), at("10-10 09:00").date(), "某某修订")

    does(office, recounting.announce, command)
    office.department.tick()

    (told,) = office.department.published(LegalBasisChanged)
    assert (told.title, told.basis) == ("某某办法", ("17号 9",))
    (recount,) = office.department.store.all(Recount)
    assert (recount.state, recount.id) == (RecountState.DONE, told.change_id)


def test_an_ended_clock_is_not_counted_anew(office):
    office.department.deliver(envelope_of(REGISTERED, "e9"))
    office.hears(step(Step.FILED, POLICE, "10-10 08:00"))
    before = office.clock("C9")

    does(office, recounting.begin, RecountObligations("2026年放假安排"))
    office.department.tick()

    assert office.clock("C9") == before
    assert before.portion is None
    assert {one.owner for one in office.department.store.all(Obligation)} == {POLICE, LAND}
    assert SOIL not in {one.owner for one in office.department.store.all(Obligation)}
