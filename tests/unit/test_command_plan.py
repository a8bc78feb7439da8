"""The load generator: repeatable acts, and journals that survive a kill."""

from testbed.command_plan import AnswerJournal, PlannedCommand, delay_s, plan_commands, read_journal


def test_a_seed_gives_the_same_acts_each_time():
    once = list(plan_commands("loader0", 7, 100, 20, most=8))

    assert once == list(plan_commands("loader0", 7, 100, 20, most=8))
    assert once != list(plan_commands("loader1", 7, 100, 20, most=8))


def test_the_acts_have_as_many_events_as_were_asked_for():
    acts = list(plan_commands("loader0", 7, 101, 20, most=8))

    assert sum(len(act.wells) for act in acts) == 101
    assert len({act.key for act in acts}) == len(acts)


def test_a_journal_knows_after_a_restart_what_was_answered(tmp_path):
    AnswerJournal(tmp_path / "a.log").append(PlannedCommand("loader0-0", ("W-1", "W-2")))

    assert AnswerJournal(tmp_path / "a.log").known == {"loader0-0": 2}


def test_a_line_that_a_kill_cut_short_is_no_answer(tmp_path):
    (tmp_path / "a.log").write_text("loader0-0 2\nloader0-1")

    assert read_journal(tmp_path / "a.log") == {"loader0-0": 2}


def test_who_is_behind_does_not_wait():
    assert delay_s(100.0, done=50, per_second=10.0, now=103.0) == 2.0
    assert delay_s(100.0, done=10, per_second=10.0, now=103.0) == 0.0
