"""The tree of an act's consequences, drawn from the ledger."""

from datetime import timedelta

from kit_given import START

from services.coordination.ledger.event_path import LedgerLine, render_paths


def line(name: str, after: str | None, seconds: float, department: str, title: str) -> LedgerLine:
    at = START + timedelta(seconds=seconds)
    return LedgerLine(name, at, department, "clerk-1", title, "140728-0007", after, "c-1")


LISTED = line("e-1", "command-1", 0, "environment", "列入名录")
FROZEN = line("e-2", "e-1", 0.25, "natural_resources", "冻结用地")
OPENED = line("e-3", "e-1", 0.5, "coordination", "应办事项产生")
DONE = line("e-4", "e-2", 1.5, "coordination", "应办事项履行")


def test_each_act_stands_below_what_caused_it_with_the_time_since_the_first():
    drawn = list(render_paths([DONE, OPENED, FROZEN, LISTED]))

    assert drawn == [
        "2026-10-08 09:00:00  environment  列入名录（140728-0007）clerk-1",
        "  +0.25 s  natural_resources  冻结用地（140728-0007）clerk-1",
        "    +1.50 s  coordination  应办事项履行（140728-0007）clerk-1",
        "  +0.50 s  coordination  应办事项产生（140728-0007）clerk-1",
    ]


def test_what_a_restricted_event_caused_begins_a_path_of_its_own():
    unseen = line("e-9", "restricted-1", 3, "public_security", "案件办理进程")

    drawn = list(render_paths([LISTED, unseen]))

    assert [path.startswith("2026") for path in drawn] == [True, True]


def test_a_line_that_was_found_twice_is_drawn_once():
    assert len(list(render_paths([LISTED, LISTED, FROZEN]))) == 2
