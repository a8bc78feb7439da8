"""The figures of the benchmark: how they are computed and presented."""

import json
from dataclasses import asdict

import pytest

from bench import cost_breakdown, report
from bench.comparison import figures, ratio
from bench.platform_runner import expected_counts
from bench.result import Throughput, percentile
from bench.seeded_history import seed_history
from bench.sizes import QUICK

MACHINE = {"cpu": "一号机", "cores": "2"}


def test_ours_is_compared_with_the_fastest_peer():
    found = {
        "ours": {"events_per_s": 4_000},
        "peers": {"celery": {"events_per_s": 400}, "dramatiq": {"events_per_s": 500}},
    }

    assert ratio(found) == 8


def test_without_a_peer_there_is_nothing_to_compare_with():
    assert ratio({"ours": {"events_per_s": 4_000}, "peers": {}}) is None


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.99, 99), (1.0, 100)])
def test_a_percentile_is_a_value_that_was_measured(share, value):
    measured = [float(number) for number in range(100, 0, -1)]

    assert percentile(measured, share) == value


def test_events_per_second_are_those_of_the_whole_run():
    assert Throughput(30_000, 6.0).events_per_s == 5_000


def test_the_figure_of_a_contender_is_its_round_of_middle_speed():
    rounds = [Throughput(100, 0.1), Throughput(100, 1.0, {"store": 7.0}), Throughput(100, 4.0)]

    told = figures(rounds)

    assert (told["events_per_s"], told["cpu_us_per_event"]) == (100.0, {"store": 7.0})
    assert told["rounds"] == [1000.0, 100.0, 25.0]
    assert figures(rounds[:2])["events_per_s"] == 100.0


def test_each_plot_must_be_told_of_as_often_as_there_are_events_about_it():
    wanted = expected_counts(7, 3)

    assert list(wanted.values()) == [3, 2, 2]


def test_each_plot_is_told_of_once_where_there_are_more_plots_than_events():
    assert list(expected_counts(2, 5).values()) == [1, 1]


def test_the_stages_of_a_process_add_up_to_its_time(tmp_path):
    samples = tmp_path / "mirror.stages.json"
    samples.write_text(json.dumps({"store": 30, "handler": 10}))

    shares = cost_breakdown.shares(samples, 200.0)

    assert shares == {"store": 150.0, "handler": 50.0}


def test_a_process_that_was_not_sampled_has_no_stages(tmp_path):
    assert cost_breakdown.shares(tmp_path / "none.json", 200.0) == {}


def test_the_page_names_the_machine_every_peer_and_the_ratio():
    at_500 = {"500": {"p50_ms": 12.5, "p99_ms": 40.0}}
    found = {
        "sizes": asdict(QUICK),
        "machine": MACHINE,
        "ours": {"events_per_s": 4_321.0, "at_rate": at_500},
        "peers": {name: {"events_per_s": 400.0} for name in report.NAMES},
        "ceilings": {"bare_publish": 41_000.0},
        "ratio_to_fastest_peer": 10.8,
    }

    page = "\n".join(report.sections(found, None))

    assert all(name in page for name in report.NAMES.values())
    assert "一号机" in page
    assert "4,321" in page
    assert "10.8 times" in page
    assert "| 500 | 12.5 ms | 40 ms |" in page


def test_each_peer_says_its_options():
    for name in (*report.NAMES, "effect"):
        assert len(report.options_of(name)) > 200, name


class Rows(list):
    """A collection that stores the inserted rows."""

    def insert_many(self, rows, **_):
        self.extend(rows)

    def find_one(self):
        return self[0]


def test_rows_of_the_past_are_as_many_as_asked_for_and_all_different():
    sent = {"_id": "e1", "id": "e1", "subject": "140728-000001", "sequence": 1, "at": 0}
    registry, mirror = {"outbox": Rows([sent])}, {"inbox": Rows()}

    seed_history(registry, mirror, 2_500)

    past = registry["outbox"][1:]
    assert len(past) == len({(row["subject"], row["sequence"]) for row in past}) == 2_500
    assert len({row["_id"] for row in mirror["inbox"]}) == 2_500
