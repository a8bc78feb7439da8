"""Metrics of events: counted by type, in buckets, at low cost."""

from datetime import timedelta

from effort_given import calls_of
from kit_given import START
from prometheus_client import CollectorRegistry, generate_latest

from shared.delivery.metrics import initialize_series, record_applied
from shared.delivery.records import Applied
from shared.observability.histogram import BatchHistogram
from shared.observability.metrics import CRITICAL_TIME, EVENTS_APPLIED, HANDLING_TIME, LAST_EFFECT

PLOT = "cn.liandong.environment.plot.registered.v1"


def mark(number: int, after: timedelta, kind: str = PLOT) -> Applied:
    key = f"environment|140728-0007|{number}"
    return Applied(key, f"e-{number}", kind, "140728-0007", number, START, START + after)


def value(family, name: str, **labels: str) -> float:
    samples = (sample for metric in family.collect() for sample in metric.samples)
    return next(
        sample.value
        for sample in samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def test_effects_are_counted_by_kind_with_the_time_since_their_acts():
    marks = [mark(1, timedelta(seconds=0.4)), mark(2, timedelta(seconds=3))]

    record_applied("well", marks, 0.01)

    here = {"department": "well", "event": "environment.plot.registered.v1"}
    name = "liandong_act_to_effect_seconds"
    assert value(EVENTS_APPLIED, "liandong_events_applied_total", **here) == 2
    assert value(CRITICAL_TIME, f"{name}_bucket", le="0.5", **here) == 1
    assert value(CRITICAL_TIME, f"{name}_bucket", le="5.0", **here) == 2
    assert value(CRITICAL_TIME, f"{name}_sum", **here) == 3.4
    assert value(HANDLING_TIME, "liandong_handling_seconds_sum", **here) == 0.01
    assert value(LAST_EFFECT, LAST_EFFECT._name, **here) == START.timestamp()


def test_an_effect_before_its_act_by_another_clock_took_no_time():
    record_applied("ahead", [mark(1, timedelta(seconds=-2))])

    here = {"department": "ahead"}
    assert value(CRITICAL_TIME, "liandong_act_to_effect_seconds_sum", **here) == 0
    assert value(CRITICAL_TIME, "liandong_act_to_effect_seconds_count", **here) == 1


def test_durations_are_a_histogram_as_prometheus_reads_it():
    registry = CollectorRegistry()
    waits = BatchHistogram("wait_seconds", "Waiting.", ["place"], buckets=(1, 5), registry=registry)

    waits.add(("祁县",), [0.5, 1, 4, 9])

    text = generate_latest(registry).decode()
    assert "# TYPE wait_seconds histogram" in text
    assert 'wait_seconds_bucket{le="1.0",place="祁县"} 2.0' in text
    assert 'wait_seconds_bucket{le="+Inf",place="祁县"} 4.0' in text
    assert 'wait_seconds_sum{place="祁县"} 14.5' in text


def test_counting_more_effects_calls_nothing_more():
    """The code runs for every event: only work per event type may make calls."""
    few, many = (
        [mark(number, timedelta(seconds=number / 100)) for number in range(size)]
        for size in (5, 500)
    )
    record_applied("fast", few, 0.1)

    assert calls_of(lambda: record_applied("fast", many, 0.1)) == calls_of(
        lambda: record_applied("fast", few, 0.1)
    )


def test_what_is_heard_is_counted_from_zero_on():
    """A counter that appears with its first event has no increase: the first breach was missed."""
    initialize_series("quiet", ["cn.liandong.coordination.obligation.overdue.v1"])

    here = {"department": "quiet", "event": "coordination.obligation.overdue.v1"}
    assert value(EVENTS_APPLIED, "liandong_events_applied_total", **here) == 0
