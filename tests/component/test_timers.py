"""A service's timers, and the clock that a drill moves."""

import threading
from datetime import timedelta

import pytest
from kit_given import START

from shared.clock.drill import OffsetClock, clock_from_env, set_offset
from shared.clock.system import system_clock
from shared.delivery.timers import Timers, every, timers_of
from shared.errors import SettingsError, StoreUnavailableError


class Well:
    """A service that counts its timer runs."""

    def __init__(self) -> None:
        self.looks = 0
        self.enough = threading.Event()

    @every(0.001)
    def on_look(self) -> int:
        self.looks += 1
        if self.looks == 2:
            raise StoreUnavailableError
        if self.looks == 3:
            raise ValueError("井口坍塌")
        if self.looks == 5:
            self.enough.set()
        return self.looks % 2

    def other(self) -> None:
        """Not a timer."""


def test_a_service_names_what_it_does_by_itself():
    assert [(timer.method, timer.seconds) for timer in timers_of(Well)] == [("on_look", 0.001)]


def test_a_timer_goes_on_after_an_error_and_wakes_the_relay_when_something_was_done():
    well, woken = Well(), []
    timers = Timers(Well, lambda job: job(well), lambda: woken.append(well.looks))
    threads = [threading.Thread(target=life, name=name) for name, life in timers.threads()]

    for thread in threads:
        thread.start()
    assert well.enough.wait(10)
    timers.stop()
    for thread in threads:
        thread.join(10)

    assert [thread.name for thread in threads] == ["on_look"]
    assert woken[:2] == [1, 5]
    assert not any(thread.is_alive() for thread in threads)


def test_a_timer_without_a_pause_is_a_mistake():
    with pytest.raises(TypeError, match="every"):
        every(0)


def test_a_drill_moves_the_time_of_all_who_read_its_file(tmp_path):
    file = tmp_path / "clock"
    one, other = (OffsetClock(file, lambda: START) for _ in range(2))
    assert one() == START

    set_offset(file, timedelta(days=3))
    assert one() == other() == START + timedelta(days=3)

    set_offset(file, timedelta(days=10))
    assert one() == other() == START + timedelta(days=10)


@pytest.mark.parametrize("named", ["", "production"])
def test_time_is_not_moved_by_accident(tmp_path, named):
    env = {"LIANDONG_CLOCK_FILE": str(tmp_path / "clock"), "LIANDONG_ENV": named}

    with pytest.raises(SettingsError, match=r"LIANDONG_CLOCK_FILE.*LIANDONG_ENV=drill"):
        clock_from_env(env)


def test_a_drill_says_that_it_is_one_and_all_else_has_the_real_time(tmp_path):
    env = {"LIANDONG_CLOCK_FILE": str(tmp_path / "clock"), "LIANDONG_ENV": "drill"}

    assert isinstance(clock_from_env(env), OffsetClock)
    assert clock_from_env({}) is system_clock
