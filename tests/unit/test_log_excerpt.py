"""A log excerpt shows the first error, not only the end with its consequences."""

from shared.local.processes.log_excerpt import END_LINES, LONGEST, excerpt

CAUSE = "Error converting value on line #2 to latin1"
INFO = "2026-11-30 11:43:43 [info] <0.44.0> 0 errors so far"
CRASH = [f"crash line {number}" for number in range(60)]


def test_the_first_error_stands_before_the_end():
    shown = excerpt("\n".join([INFO, INFO, CAUSE, "{error, generating_config}", *CRASH]))

    lines = shown.splitlines()
    assert lines[0] == CAUSE
    assert "…" in lines
    assert lines[-END_LINES:] == CRASH[-END_LINES:]
    assert INFO not in shown


def test_a_log_without_an_error_shows_its_end():
    assert excerpt("\n".join([INFO, *CRASH])).splitlines() == CRASH[-END_LINES:]


def test_an_error_within_the_end_is_shown_once():
    shown = excerpt("\n".join([*CRASH, CAUSE, "after"]))

    assert shown.count(CAUSE) == 1
    assert shown.endswith("after")


def test_an_error_just_before_the_end_is_not_torn_apart():
    log = ["before", CAUSE, *CRASH[:END_LINES]]

    assert excerpt("\n".join(log)).splitlines() == log[1:]


def test_endless_lines_are_shortened():
    assert len(excerpt("error " + "x" * 9000)) == LONGEST + 1


def test_an_empty_log_shows_nothing():
    assert excerpt("") == ""
