"""The commands of backup and restore answer a mistake with its remedy."""

import pytest
from typer.testing import CliRunner

from liandong.cli.main import build

RUN = CliRunner()


def said(*arguments):
    done = RUN.invoke(build(), arguments)
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (("restore", "nobody"), "there are: agriculture"),
        (("recover", "nobody", "--why", "测试"), "there are: agriculture"),
        (("migrate", "status", "nobody"), "there are: agriculture"),
        (("backup", "create", "nobody"), "there are: agriculture"),
        (("restore", "environment", "--at", "yesterday"), "write it as 2026-10-08T09:00:00+08:00"),
        (("restore", "environment", "--at", "2026-10-08T09:00:00"), "has no time zone"),
    ],
)
def test_a_mistake_is_answered_with_what_would_be_right(tmp_path, arguments, remedy):
    code, told = said(*arguments, "--home", str(tmp_path))

    assert code == 1
    assert remedy in told


def test_without_backups_there_is_nothing_to_list_and_nothing_wrong(tmp_path):
    assert said("backup", "list", "--home", str(tmp_path)) == (0, "")
    assert said("backup", "check", "--home", str(tmp_path)) == (0, "0 backups are sound.\n")


def test_what_was_never_finished_is_shown_and_pruned(tmp_path):
    (tmp_path / "backups" / "20261008T010000000Z.partial").mkdir(parents=True)

    _, listed = said("backup", "list", "--home", str(tmp_path))
    _, pruned = said("backup", "prune", "--home", str(tmp_path))

    assert "unfinished, not a backup" in listed
    assert "removed 20261008T010000000Z.partial" in pruned
    assert list((tmp_path / "backups").glob("*.partial")) == []
