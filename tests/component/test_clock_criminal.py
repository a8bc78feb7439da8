"""The periods of a criminal referral, from suspicion to the opening of a case [17号; 310号]."""

import pytest
from clock_given import FARM, LAND, POLICE, PROSECUTOR, SOIL, Office, at, step

from services.casework.steps.messages import Complexity, Step
from services.coordination.clocks.states import ObligationState as State


@pytest.fixture
def office():
    return Office()


def receipted(office, when="10-09 09:00", referred_by=SOIL):
    office.hears(step(Step.RECEIPTED, POLICE, when, referred_by=referred_by))


def filed(office, when, referred_by=SOIL):
    office.hears(step(Step.FILED, POLICE, when, referred_by=referred_by))


def not_filed(office, when, referred_by=SOIL):
    office.hears(step(Step.NOT_FILED, POLICE, when, referred_by=referred_by))


def test_a_suspicion_is_verified_and_reported_in_writing(office):
    """[17号 5; 310号 5] The text has no number: a setting, five working days by default."""
    office.hears(step(Step.SUSPECTED, SOIL, "10-09 09:00"))

    assert (office.last_day("C1"), office.clock("C1").mark) == ("10-15", "C")


def test_the_team_is_formed_at_once_and_nobody_is_late_for_what_no_step_tells(office):
    """[17号 5; 310号 5] 24 hours by default; a report on the fourth day is in time."""
    office.hears(step(Step.SUSPECTED, SOIL, "10-09 09:00"))
    assert office.clock("C1-team").due_at == at("10-10 09:00")

    office.at("10-13 09:00")
    office.hears(step(Step.REPORTED, SOIL, "10-14 09:00"))

    assert "Overdue" not in (*office.told("C1"), *office.told("C1-team"))
    assert (office.clock("C1").state, office.clock("C1").late) == (State.FULFILLED, False)


def test_the_head_decides_within_three_days(office):
    """[17号 5; 310号 5] 2026-10-12 is a Monday: three natural days from Friday the 9th."""
    office.hears(step(Step.REPORTED, SOIL, "10-09 09:00"))

    assert office.last_day("C2") == "10-12"
    office.hears(step(Step.APPROVED, SOIL, "10-12 23:59"))
    assert (office.clock("C2").state, office.clock("C2").late) == (State.FULFILLED, False)


def test_three_days_that_end_in_the_national_holiday_end_after_it(office):
    """[17号 38] 2026-10-01 to 10-07 are off: the first working day after is the end."""
    office.hears(step(Step.REPORTED, SOIL, "09-29 15:00"))

    assert office.last_day("C2") == "10-08"


def test_the_file_is_handed_over_within_twenty_four_hours_through_the_holiday(office):
    """[17号 6; 310号 5]"""
    office.hears(step(Step.APPROVED, SOIL, "09-30 17:00"))

    assert office.clock("C3").due_at == at("10-01 17:00")


def test_a_file_that_arrives_is_receipted_at_once(office):
    """[17号 7; 310号 7]"""
    office.hears(step(Step.SENT, SOIL, "10-09 09:00"))
    assert (office.clock("C4").owner, office.clock("C4").mark) == (POLICE, "C")

    receipted(office, "10-09 08:58")

    assert office.clock("C4").state is State.FULFILLED


def test_the_right_to_ask_for_a_supplement_lapses_without_a_breach(office):
    """[17号 8]"""
    receipted(office)

    office.at("10-10 09:00")

    assert office.clock("C5").state is State.WITHDRAWN
    assert office.told("C5") == ["Opened", "Withdrawn"]


def test_a_supplement_is_due_in_three_days_and_stops_the_decision(office):
    """[17号 8, 9] That the time of a supplement does not count is inferred (mark D)."""
    receipted(office, "10-09 09:00")
    assert office.last_day("C9") == "10-12"

    office.hears(step(Step.SUPPLEMENT_REQUESTED, POLICE, "10-10 08:00"))
    office.at("10-10 08:30")
    assert office.last_day("C6") == "10-13"
    assert office.clock("C9").state is State.SUSPENDED
    assert office.clock("C9").due_at is None

    office.hears(step(Step.SUPPLEMENTED, SOIL, "10-12 10:00"))
    assert office.clock("C6").state is State.FULFILLED
    assert office.last_day("C9") == "10-15"
    assert office.told("C9") == ["Opened", "Changed", "Changed"]


def test_a_supplement_that_is_impossible_is_explained_and_the_clock_goes_on(office):
    """[17号 8]"""
    receipted(office)
    office.hears(
        step(Step.SUPPLEMENT_REQUESTED, POLICE, "10-09 10:00"),
        step(Step.SUPPLEMENT_IMPOSSIBLE, SOIL, "10-09 16:00"),
    )

    assert office.clock("C6").state is State.FULFILLED
    assert office.last_day("C9") == "10-12"


def test_a_case_of_another_place_is_forwarded_and_all_clocks_begin_anew_there(office):
    """[17号 9; 310号 7]"""
    office.hears(step(Step.SENT, SOIL, "10-09 08:00"))
    receipted(office, "10-09 09:00")
    office.hears(step(Step.FORWARDED, POLICE, "10-10 08:00"))

    assert office.clock("C7").state is State.FULFILLED
    assert office.clock("C9").state is State.WITHDRAWN
    first, second = office.clocks("C4")
    assert (first.state, second.state) == (State.FULFILLED, State.RUNNING)

    receipted(office, "10-10 08:03")
    assert [one.state for one in office.clocks("C9")] == [State.WITHDRAWN, State.RUNNING]
    assert office.clocks("C9")[1].started_at == at("10-10 08:03")


def test_a_case_that_is_not_for_public_security_is_returned_in_a_day(office):
    """[17号 9]"""
    receipted(office)

    office.hears(step(Step.NOT_COMPETENT, POLICE, "10-09 20:00"))

    assert office.clock("C8").state is State.FULFILLED
    assert office.clock("C9").state is State.WITHDRAWN
    assert "不属管辖退回" in office.clock("C9").reason


def test_the_decision_on_filing_goes_from_three_to_seven_to_thirty_days(office):
    """[17号 9]"""
    receipted(office, "10-09 09:00")
    assert office.last_day("C9") == "10-12"

    extended = step(Step.CHECK_EXTENDED, POLICE, "10-11 09:00", complexity=Complexity.NEEDS_CHECK)
    office.hears(extended)
    assert office.last_day("C9") == "10-16"

    office.hears(
        step(
            Step.CHECK_EXTENDED,
            POLICE,
            "10-15 09:00",
            complexity=Complexity.MAJOR,
            approved=True,
        )
    )
    assert office.last_day("C9") == "11-09"
    filed(office, "11-09 18:00")
    assert (office.clock("C9").state, office.clock("C9").late) == (State.FULFILLED, False)


def test_thirty_days_need_the_approval_of_the_head(office):
    """[17号 9]"""
    receipted(office)

    office.hears(step(Step.CHECK_EXTENDED, POLICE, "10-11 09:00", complexity=Complexity.MAJOR))

    assert office.last_day("C9") == "10-12"


def test_an_extension_after_the_end_extends_nothing(office):
    """[17号 9]"""
    receipted(office)

    office.hears(
        step(Step.CHECK_EXTENDED, POLICE, "10-13 00:00", complexity=Complexity.NEEDS_CHECK)
    )

    assert office.last_day("C9") == "10-12"


@pytest.mark.parametrize("referrer", [LAND, FARM])
def test_cases_of_other_departments_are_decided_in_three_days_and_not_extended(office, referrer):
    """[310号 8; PSX 180] Only 17号 has the longer periods."""
    receipted(office, referred_by=referrer)

    office.hears(
        step(
            Step.CHECK_EXTENDED,
            POLICE,
            "10-10 09:00",
            referred_by=referrer,
            complexity=Complexity.MAJOR,
            approved=True,
        )
    )

    assert office.last_day("C9") == "10-12"
    assert office.clock("C9").basis == ("310号 8", "PSX 180")


def test_a_decision_is_notified_within_three_days(office):
    """[17号 9]"""
    filed(office, "10-09 09:00")
    assert office.last_day("C10") == "10-12"

    office.hears(step(Step.NOTIFIED, POLICE, "10-13 00:00"))

    assert (office.clock("C10").state, office.clock("C10").late) == (State.FULFILLED, True)


def test_items_follow_a_filed_case_within_three_days(office):
    """[17号 10; 310号 12]"""
    filed(office, "10-09 09:00")

    office.hears(step(Step.NOTICE_RECEIVED, SOIL, "10-10 09:00"))

    assert office.last_day("C11") == "10-13"
    assert office.clocks("C12") == []


@pytest.mark.parametrize(("referrer", "last"), [(SOIL, "10-13"), (LAND, "10-12"), (FARM, "10-12")])
def test_a_reconsideration_may_be_asked_for_within_three_days(office, referrer, last):
    """[17号 11] working days, Saturday the 10th is one; [310号 9] natural days."""
    not_filed(office, "10-08 09:00", referrer)

    office.hears(step(Step.NOTICE_RECEIVED, referrer, "10-09 09:00", referred_by=referrer))

    assert office.last_day("C12") == last
    assert office.clocks("C11") == []


@pytest.mark.parametrize(("referrer", "last"), [(SOIL, "10-13"), (LAND, "10-12"), (FARM, "10-12")])
def test_a_reconsideration_is_decided_within_three_days(office, referrer, last):
    """[17号 11] working days, Saturday the 10th is one; [310号 9] natural days."""
    office.hears(
        step(Step.RECONSIDERATION_REQUESTED, referrer, "10-09 09:00", referred_by=referrer)
    )

    assert (office.clock("C13").owner, office.last_day("C13")) == (POLICE, last)


def test_supervision_may_be_suggested_within_three_days_of_the_reconsideration(office):
    """[17号 12; 310号 9]"""
    office.hears(step(Step.RECONSIDERATION_UPHELD, POLICE, "10-09 09:00"))

    assert (office.clock("C14").owner, office.last_day("C14")) == (SOIL, "10-12")


@pytest.mark.parametrize(
    ("rule", "asked", "owner", "last", "answer"),
    [
        ("C15", Step.REASONS_REQUIRED, POLICE, "10-16", Step.REASONS_GIVEN),
        ("C16", Step.FILING_ORDERED, POLICE, "10-26", Step.FILED),
        ("C17", Step.TRANSFER_DEMANDED, SOIL, "10-12", Step.SENT),
        ("C18", Step.NOT_PROSECUTED, PROSECUTOR, "10-12", Step.NON_PROSECUTION_TOLD),
        ("C19", Step.INVESTIGATION_RETURNED, POLICE, "11-09", Step.INVESTIGATION_SUPPLEMENTED),
    ],
)
def test_what_the_procuratorate_asks_for_has_a_clock(office, rule, asked, owner, last, answer):
    """[PROC01 10; 17号 14, 18, 19] An end on Saturday the 24th moves to Monday."""
    office.hears(step(asked, PROSECUTOR, "10-09 09:00"))
    assert (office.clock(rule).owner, office.last_day(rule)) == (owner, last)

    office.hears(step(answer, owner, "10-12 09:00"))

    assert office.clock(rule).state is State.FULFILLED


def test_an_order_of_the_procuratorate_that_two_organs_tell_of_is_one_clock(office):
    order = step(Step.REASONS_REQUIRED, PROSECUTOR, "10-09 09:00")

    office.hears(order)
    office.hears(order)

    assert office.clock("C15").state is State.RUNNING


@pytest.mark.parametrize(("asker", "owner"), [(SOIL, POLICE), (POLICE, SOIL)])
def test_a_written_consultation_is_answered_within_seven_days(office, asker, owner):
    """[17号 24]"""
    office.hears(step(Step.CONSULTED, asker, "10-09 09:00"))

    assert (office.clock("C20").owner, office.last_day("C20")) == (owner, "10-16")


def test_each_organ_enters_its_own_decisions_within_seven_days(office):
    """[17号 34]"""
    office.hears(step(Step.SENT, SOIL, "10-09 09:00"))
    filed(office, "10-10 09:00")
    office.hears(step(Step.ENTERED, SOIL, "10-12 09:00"))

    own, theirs = office.clocks("C21")
    assert (own.owner, own.state) == (SOIL, State.FULFILLED)
    assert (theirs.owner, theirs.state) == (POLICE, State.RUNNING)


def test_a_case_for_administrative_punishment_goes_back_and_is_accepted(office):
    """[17号 17; 310号 13; code.1083] The texts have no number: settings, seven days by default."""
    not_filed(office, "10-09 09:00")
    office.hears(step(Step.RETURNED_FOR_ADMIN, POLICE, "10-12 09:00"))

    assert office.clock("C22").state is State.FULFILLED
    assert office.clock("admin-acceptance").owner == SOIL
    assert office.last_day("admin-acceptance") == "10-19"


@pytest.mark.parametrize(
    ("day", "cited"),
    [
        ("07-01 09:00", ("17号 17", "310号 13")),
        ("10-09 09:00", ("17号 17", "310号 13", "code.1083")),
    ],
)
def test_a_clock_cites_no_text_that_was_not_law_on_the_day_of_the_act(office, day, cited):
    """[code.1057, code.1242]: the code is in force since 2026-08-15."""
    receipted(office, day)
    not_filed(office, day.replace("09:00", "10:00"))

    assert office.clock("C22").basis == cited


def test_a_decision_that_the_procuratorate_made_moot_is_not_reported_overdue(office):
    """[proc01.10]: public security files by its order while a reconsideration is pending."""
    receipted(office, "10-09 09:00")
    not_filed(office, "10-09 10:00")
    office.hears(step(Step.RECONSIDERATION_REQUESTED, SOIL, "10-10 09:00"))
    office.hears(step(Step.FILING_ORDERED, PROSECUTOR, "10-10 10:00"))
    filed(office, "10-10 11:00")

    office.at("10-30 09:00")

    assert "Overdue" not in office.told("C13")
    assert "Overdue" not in office.told("C16")
