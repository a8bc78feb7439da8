"""Steps of a case are accepted from its parties, in role and turn; others are shown as rejected."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from rich.console import Console
from sight_given import a_sent_case, a_world, receipted, sees

from services.casework.cases.domain import Case
from services.casework.cases.messages import CaseConsulted
from services.casework.procedures.criminal_states import CriminalState as S
from services.casework.steps.messages import CaseStepTaken, Step, Track
from services.casework.timelines.domain import CaseStepRecord
from services.casework.timelines.text import case_view
from services.partners.procuratorate.messages import ReasonsRequired
from services.public_security.cases.domain import ReferredCase
from services.public_security.cases.messages import CaseReceipted
from shared.messages.codec import to_wire

SIDES = ("environment", "public_security")
LIES = {
    "an outsider closes it": ("agriculture", "agriculture", Step.CLOSED),
    "the debtor closes it": ("public_security", "public_security", Step.CLOSED),
    "the debtor gives it back unsigned": ("public_security", "public_security", Step.NOT_COMPETENT),
    "an outsider gives it back": ("agriculture", "agriculture", Step.NOT_COMPETENT),
    "an outsider speaks for the debtor": ("agriculture", "public_security", Step.RECEIPTED),
    "an outsider speaks for the procuratorate": ("agriculture", "procuratorate", Step.CHARGED),
    "the office files it": ("coordination", "coordination", Step.FILED),
    "the debtor signs for the referrer": ("public_security", "environment", Step.SENT),
}


@pytest.fixture
def world():
    return a_world()


def said(case_id, by, step, **changed):
    told = CaseStepTaken(
        case_id,
        Track.CRIMINAL,
        step,
        by,
        datetime(2026, 10, 8, 3, tzinfo=UTC),
        "environment",
        "public_security",
        "140727",
    )
    return replace(told, **changed)


def hears(world, event, publisher):
    for name in SIDES:
        if name != publisher:
            at = world.now + timedelta(minutes=1)
            world.departments[name].deliver_event(event, publisher=publisher, sequence=900, at=at)


def shown(world, case_id):
    return [sees(world, name).get_case_timeline(case_id) for name in SIDES]


@pytest.mark.parametrize(("publisher", "by", "step"), LIES.values(), ids=LIES)
def test_what_is_not_a_partys_to_say_is_shown_with_the_reason_and_changes_nothing(
    world, publisher, by, step
):
    case_id = a_sent_case(world)
    before = [seen.entries for seen in shown(world, case_id)]

    hears(world, said(case_id, by, step), publisher)

    for name, seen, entries in zip(SIDES, shown(world, case_id), before, strict=True):
        if name == publisher:
            continue
        (told,) = seen.disbelieved
        assert (told.told_by, told.by, told.step) == (publisher, by, step)
        assert step in told.why
        assert seen.entries == entries
    assert world.environment.get(Case, case_id).state is S.SENT
    assert world.public_security.get(ReferredCase, case_id).state is S.SENT


def test_the_honest_receipt_after_a_false_return_counts(world):
    case_id = a_sent_case(world)
    hears(world, said(case_id, "public_security", Step.NOT_COMPETENT), "public_security")
    world.advance(timedelta(minutes=5))

    receipted(world, case_id)

    seen = sees(world, "environment").get_case_timeline(case_id)
    assert Step.RECEIPTED in [entry.step for entry in seen.entries]
    assert [told.step for told in seen.disbelieved] == [Step.NOT_COMPETENT]


@pytest.mark.parametrize(
    ("taken_at", "word"),
    [(datetime(2027, 12, 31, 23, tzinfo=UTC), "晚于"), (datetime(2020, 1, 2, tzinfo=UTC), "早于")],
)
def test_a_step_of_a_time_that_cannot_be_is_not_believed(world, taken_at, word):
    case_id = a_sent_case(world)

    told = said(case_id, "public_security", Step.RECEIPTED, taken_at=taken_at)
    hears(world, told, "public_security")

    (lie,) = sees(world, "environment").get_case_timeline(case_id).disbelieved
    assert word in lie.why


def test_the_same_event_id_from_another_publisher_hides_no_step(world):
    case_id = a_sent_case(world)
    true = next(iter(world.public_security.page(CaseStepRecord).items))

    world.public_security.deliver_event(
        said(case_id, "agriculture", Step.CLOSED),
        publisher="agriculture",
        event_id=true.event_id,
        sequence=900,
    )

    assert world.public_security.get(CaseStepRecord, true.event_id) == true
    assert len(world.public_security.page(CaseStepRecord).items) == 5


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2025, 1, 1)])
def test_a_letter_of_a_day_that_cannot_be_waits_for_a_person_and_is_shown(world, day):
    case_id = a_sent_case(world)
    receipt = CaseReceipted(case_id, "environment", "某某", day)
    world.environment.deliver_event(receipt, publisher="public_security", sequence=900)
    asked = ReasonsRequired(case_id, "public_security", "要1号", day)
    world.public_security.deliver_event(asked, publisher="procuratorate")

    for name, seen in zip(SIDES, shown(world, case_id), strict=True):
        (lane,) = world.departments[name].lanes()
        assert lane.due_at is None
        assert [told.why for told in seen.disbelieved] == [lane.error]
        assert str(day) in lane.error
    assert world.environment.get(Case, case_id).state is S.SENT


def test_a_letter_of_a_stranger_is_shown_to_the_party_whose_case_it_is(world):
    case_id = a_sent_case(world)
    asks = CaseConsulted(case_id, "environment", date(2026, 10, 8), "问")

    world.environment.deliver_event(asks, publisher="natural_resources")

    (told,) = sees(world, "environment").get_case_timeline(case_id).disbelieved
    assert told.told_by == "natural_resources"


def test_an_honest_case_shows_nothing_that_is_not_believed(world):
    case_id = a_sent_case(world)
    receipted(world, case_id)

    assert [seen.disbelieved for seen in shown(world, case_id)] == [(), ()]


def test_the_screen_says_that_it_was_not_believed(world):
    case_id = a_sent_case(world)
    hears(world, said(case_id, "agriculture", Step.CLOSED), "agriculture")
    seen = sees(world, "environment").get_case_timeline(case_id)
    screen = Console(width=200, record=True)

    screen.print(case_view(to_wire(seen), world.now))

    assert "未采信的消息" in (drawn := screen.export_text())
    assert "“结案”应由本案移送部门办理" in drawn


def test_steps_kept_before_their_teller_was_noted_are_shown_as_before(world):
    """Likewise for cases whose opening was never received here."""
    case_id = a_sent_case(world)
    receipted(world, case_id)
    store = world.environment.store

    def age(session):
        for kept in session.select(CaseStepRecord, case_id=case_id):
            if kept.step is Step.SUSPECTED:
                session.remove(kept)
            else:
                old = replace(kept, told_by="", referred_by="", track=None, told_at=None)
                session.save(old)

    store.transact(age)

    seen = sees(world, "environment").get_case_timeline(case_id)
    assert seen.disbelieved == ()
    assert all(entry.event_id for entry in seen.entries if entry.step != Step.SUSPECTED)
