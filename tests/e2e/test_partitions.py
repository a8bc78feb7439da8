"""`liandong partitions` on the running platform: more queues under load, nothing lost."""

import threading
from concurrent.futures import ThreadPoolExecutor

from acts import delist, done, effects, eventually, in_order, register
from upkeep import failing, known_plots, liandong

PLOTS = 30
CLERKS = 3


def test_a_department_gets_three_queues_under_load_and_nothing_is_lost_or_reordered(
    platform, city, new_place
):
    places = [new_place() for _ in range(PLOTS)]
    failing_before = failing(city, "agriculture")
    under_way, moved = threading.Event(), threading.Event()

    def act(numbered):
        """List and delist a plot; the second half waits until the queues were moved."""
        number, place = numbered
        if number >= PLOTS // 2:
            moved.wait(60)
        done(city["environment"].post("/v1/plots", place.plot()))
        done(register(city, place))
        under_way.set()
        done(delist(city, place, []))

    with ThreadPoolExecutor(CLERKS) as clerks:
        acts = clerks.map(act, enumerate(places))
        under_way.wait(30)
        changed = liandong(platform, "partitions", "agriculture", "3")
        moved.set()
        assert list(acts) == [None] * PLOTS

    eventually(lambda: kinds(city, places), ["已移出名录"] * PLOTS, 20)
    assert "generation" in changed
    heard = [effects(city, "agriculture", subject=place.plot_code) for place in places]
    assert all(len({mark["id"] for mark in marks}) == len(marks) >= 2 for marks in heard)
    assert all(in_order(marks) for marks in heard)
    assert failing(city, "agriculture") == failing_before
    eventually(lambda: consumed(platform), [1, 1, 1])


def kinds(city, places):
    return [plot["kind"] for plot in known_plots(city, places).values()]


def consumed(platform):
    """Return the number of consumers of each current inbox queue."""
    shown = liandong(platform, "partitions", "agriculture").splitlines()
    return [int(line.split()[3]) for line in shown if line.startswith("agriculture.inbox.g")]
