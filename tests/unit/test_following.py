"""A followed file: changes are applied, and an invalid file leaves the last valid value."""

import pytest

from shared.config.reload import ReloadingValue


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "secret"
    made.write_text("1")
    return made


def following(file, clock, retired):
    read = lambda: int(file.read_text())  # noqa: E731  (a name for one use)
    return ReloadingValue(
        "secret", [file], read, faults=(ValueError, OSError), retire=retired.append, clock=clock
    )


def test_a_change_counts_within_a_second(file, clock):
    retired: list[int] = []
    secret = following(file, clock, retired)
    file.write_text("22")
    assert secret.get() == 1

    clock.now = 1.0

    assert secret.get() == 22
    assert retired == [1]


def test_what_cannot_be_used_leaves_the_old_in_force_until_it_can(file, clock):
    secret = following(file, clock, [])
    file.write_text("broken")
    clock.now = 1.0
    assert secret.get() == 1

    file.write_text("333")
    clock.now = 2.0

    assert secret.get() == 333


def test_a_file_that_is_away_for_a_while_changes_nothing(file, clock):
    secret = following(file, clock, [])
    file.unlink()
    clock.now = 1.0
    assert secret.get() == 1

    file.write_text("4444")
    clock.now = 2.0

    assert secret.get() == 4444
