"""The simulated pipeline obeys queueing theory and is deterministic for a given seed."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from typer.testing import CliRunner

from bench.capacity.assumptions import NATION, STREAMS, events_a_year
from bench.capacity.cli import app
from bench.capacity.engine import Engine, engine
from bench.capacity.figures import KEPT, NEEDED, Figures, complete, flush_s, kept
from bench.capacity.page import page
from bench.capacity.pipeline import SimulationRun, at_most, at_rate
from bench.capacity.scale import Bytes, MeasuredMachine, counties_of_a_city, mean_subscribers, need
from bench.capacity.storage_footprint import per_event
from bench.capacity.validation import Comparison, compare_predictions, fit_turn
from bench.errors import BenchError

FIGURES = Figures(2, 20, 120, 50, 70, 80, 200, 200, flush_s=0.0016, turn_s=0.002)
MACHINE = MeasuredMachine(2, 4000, 4000, 100, 260)
LEFT = Bytes(1200, 300, 200, 300, 2.0)
RECORDED_BOUND = 0.5  # relative error of any prediction against the bench's recorded figures
RECORDED_BOUND_AT_MOST = 0.15


@pytest.mark.parametrize("rate", [50, 200, 500])
def test_little_s_law_holds(rate):
    run = at_rate(FIGURES, engine(), rate, seconds=4)

    mean_s = sum(run.latencies_s) / len(run.latencies_s)
    assert run.within == pytest.approx(run.events_per_s * mean_s, rel=1e-6)


def test_one_seed_gives_one_answer_and_another_seed_another():
    first, again, other = (at_rate(FIGURES, engine(), 100, 2, seed=seed) for seed in (7, 7, 8))

    assert first == again
    assert first.latencies_s != other.latencies_s


def test_nothing_is_lost_or_done_twice():
    assert len(at_most(FIGURES, engine(), 3_000).latencies_s) == 3_000
    assert len(at_rate(FIGURES, engine(), 300, 2).latencies_s) == 600


def test_below_its_limit_the_pipeline_keeps_up_with_its_clerks():
    run = at_rate(FIGURES, engine(), 100, seconds=10)

    assert run.events_per_s == pytest.approx(100, rel=0.01)
    assert max(run.late_s) < 0.001


def test_no_core_is_busier_than_it_can_be_and_all_work_is_paid_for():
    run = at_most(FIGURES, engine(), 4_000)

    paid = run.busy * run.ended_s * FIGURES.cores
    work = (20 + 120 + 50 + 70 + 80) * 1e-6 * 4_000
    assert 0 < run.busy <= 1
    assert 0.9 * work < paid <= work * (1 + 1e-9)  # the last ones may not be in the outbox yet


def test_twice_the_work_of_the_busiest_process_makes_it_slower():
    slower = replace(FIGURES, handling_us=FIGURES.handling_us * 2)

    assert speed(at_most(slower, engine(), 4_000)) < speed(at_most(FIGURES, engine(), 4_000))


def test_without_sharing_a_transaction_acts_come_late():
    alone = replace(engine(), group=1)

    together = at_rate(FIGURES, engine(), 800, 2)
    one_by_one = at_rate(replace(FIGURES, flush_s=0.004), alone, 800, 2)

    assert max(one_by_one.late_s) > max(together.late_s)


def speed(run: SimulationRun) -> float:
    return run.events_per_s


def test_the_bounds_of_batches_are_those_of_the_code():
    bounds = engine()

    assert isinstance(bounds, Engine)
    assert bounds.batch <= bounds.relay_batch
    assert 0 < bounds.linger_s < 1


def test_the_fixed_part_of_a_transaction_is_what_does_not_grow():
    single_s, each_s = 0.002, 0.0001
    bulk_per_s = 500 / (single_s - each_s + 500 * each_s)

    assert flush_s(1 / single_s, bulk_per_s) == pytest.approx(single_s - each_s)


def test_predictions_stay_near_the_recorded_figures_of_the_bench():
    """Both sides are recorded or computed: nothing is timed here."""
    measured = kept()

    found = compare_predictions(measured, fit_turn(measured))

    [most] = [prediction for prediction in found if prediction.what == "at most"]
    assert abs(most.error) < RECORDED_BOUND_AT_MOST
    assert all(
        abs(prediction.error) < RECORDED_BOUND
        for prediction in found
        if prediction.what.startswith("100/s")
    )


def test_the_page_says_the_error_of_each_prediction_and_what_is_assumed():
    found = [Comparison("at most", "events/s", 3_600, 4_000), Comparison("x", "ms", 50, 50, True)]

    text = page(kept(), FIGURES, found)

    assert "| at most | 3,600 events/s | 4,000 events/s | -10% |" in text
    assert "| x | 50 ms | 50 ms | fitted |" in text
    assert "**10%**" in text
    assert all(stream.reason in text for stream in STREAMS)


def test_more_counties_need_more_and_never_less():
    needs = [need(counties, MACHINE, LEFT) for counties in (1, 11, 117, NATION)]

    for smaller, larger in pairwise(needs):
        assert larger.events_a_year > smaller.events_a_year
        assert larger.speed_nodes >= smaller.speed_nodes
        assert larger.memory_gib >= smaller.memory_gib
    assert needs[0].events_a_year == events_a_year()


def test_a_city_is_one_installation():
    assert counties_of_a_city() == 11
    assert [need(n, MACHINE, LEFT).cities for n in (1, 11, 12)] == [1, 1, 2]


def test_what_is_heard_by_nobody_does_not_thin_out_what_is_heard():
    assert mean_subscribers() >= 1


def test_incomplete_figures_are_refused_with_what_to_run(tmp_path):
    newest = tmp_path / "bench.json"
    newest.write_text(json.dumps({name: {} for name in NEEDED if name != "stages"}))

    with pytest.raises(BenchError, match=r"no stages: run `python -m bench"):
        complete(newest)


def test_the_newest_figures_take_the_place_of_those_that_are_kept(tmp_path):
    newest = tmp_path / "bench.json"
    newest.write_text(json.dumps(dict.fromkeys(NEEDED, "new")))

    assert complete(newest)["bench"] == dict.fromkeys(NEEDED, "new")
    assert complete(tmp_path / "none") == json.loads(KEPT.read_text())


def test_what_was_written_is_told_by_the_event():
    names = ("registry.outbox", "registry.answers", "registry.plots", "registry.blobs")
    names = (*names, "mirror.inbox", "mirror.plots")
    sizes = {f"bench_{name}": {"rows": 10, "bytes": 1_000} for name in names}
    found = {"sizes": sizes, "blobs": 10, "blob_bytes": 60}

    kit = per_event(
        {**found, "act_us": 1, "act_store_us": 1, "acts_per_s": 1}, count=10, disk=12_000
    )

    assert kit["bytes"] == {
        "outbox": 100,
        "answer": 100,
        "inbox": 100,
        "documents": 100,
        "blob_overhead": 40,
        "disk_factor": 2,
    }


def test_the_command_answers_how_many_machines_some_counties_need():
    answer = CliRunner().invoke(app, ["nodes", "--counties", "117"])

    assert answer.exit_code == 0, answer.output
    assert "117 counties in 11 cities" in answer.output
    assert "Machines for speed: " in answer.output


def test_the_command_teaches():
    answer = CliRunner().invoke(app, ["--help"])

    for command in ("nodes", "check", "write", "measure"):
        assert command in answer.output
