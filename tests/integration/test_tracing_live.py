"""Spans of running departments at a collector, on both hosts; and without a collector."""

import json
import secrets
import time
from collections.abc import Iterator

import pytest
from collector_given import Collector, Seen, collecting
from made_up_city import MadeUpCity, running_city

from liandong.envelope import new_id
from shared.local.ports import LOOPBACK, free_ports

CALLER = "00f067aa0ba902b7"
QUICK = {"OTEL_BSP_SCHEDULE_DELAY": "200"}
SECRET = "某某公司内部函"


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with collecting() as running:
        yield running


@pytest.fixture(scope="module")
def city(tmp_path_factory, new_vhost, new_database, host, collector) -> Iterator[MadeUpCity]:
    home = tmp_path_factory.mktemp("city")
    settings = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, **QUICK}
    with running_city(home, new_vhost(), new_database(), host=host, more=settings) as running:
        yield running


@pytest.fixture
def trace() -> str:
    """The trace of this test alone."""
    return secrets.token_hex(16)


def seal(city: MadeUpCity, well: str, note: str, **headers: str) -> None:
    asked = {**city.headers("water"), "Idempotency-Key": new_id(), **headers}
    where = f"{city.addresses['water']}/v1/wells/{well}/sealings"
    city.web.post(where, json={"note": note}, headers=asked).raise_for_status()


def named(collector: Collector, trace: str, start: str) -> list[Seen]:
    """List the spans of a trace whose name begins so."""
    return [span for span in collector.named(start) if span.trace == trace]


def batch_of(collector: Collector, took: Seen) -> Seen:
    """Find the span of the batch in which an event took effect."""
    (found,) = [span for span in collector.spans if (span.id,) == took.links]
    return found


def test_one_act_is_one_tree_across_departments(city, collector, trace, wait_for):
    seal(city, "J-1", SECRET, traceparent=f"00-{trace}-{CALLER}-01")
    wait_for(lambda: len([span for span in collector.spans if span.trace == trace]) == 4)

    [asked] = named(collector, trace, "POST /v1/wells/<well_code>/sealings")
    [act] = named(collector, trace, "act SealWell")
    [sent] = named(collector, trace, "send water.well.sealed.v1")
    [took] = named(collector, trace, "process water.well.sealed.v1")
    assert [span.service for span in (asked, act, sent, took)] == ["water"] * 3 + ["housing"]
    assert [asked.parent, act.parent, sent.parent, took.parent] == [
        CALLER,
        asked.id,
        act.id,
        act.id,
    ]
    kinds = [span.kind.removeprefix("SPAN_KIND_") for span in (asked, act, sent, took)]
    assert kinds == ["SERVER", "INTERNAL", "CLIENT", "CONSUMER"]
    assert asked.about["http.response.status_code"] == 200
    assert took.about["liandong.outcome"] == "applied"
    assert asked.began_ns <= act.began_ns <= act.ended_ns <= took.ended_ns
    batch = batch_of(collector, took)
    assert (batch.service, batch.name) == ("housing", "process housing.inbox")
    assert batch.links == (act.id,)
    assert batch.trace != trace
    assert collector.paths == {"/v1/traces"}


def test_nothing_that_was_said_is_in_a_trace(city, collector, trace, wait_for):
    seal(city, "J-140728-7", SECRET, traceparent=f"00-{trace}-{CALLER}-01")
    wait_for(lambda: named(collector, trace, "process water."))

    sent = b"".join(collector.bodies)

    assert SECRET.encode() not in sent
    assert b"J-140728-7" not in sent
    assert b"clerk-1" not in sent


def test_a_parked_event_shows_as_failed_and_its_log_line_names_the_trace(
    city, collector, trace, wait_for
):
    seal(city, "J-2", "坍塌", traceparent=f"00-{trace}-{CALLER}-01")

    wait_for(lambda: [span for span in named(collector, trace, "process water.") if span.failed])

    (took,) = [span for span in named(collector, trace, "process water.") if span.failed]
    assert took.about["liandong.outcome"] == "parked"
    assert took.about["error.type"] == "WrongStateError"
    parked = [line for line in lines(city, "housing") if line["event"] == "event.parked"]
    assert {line["trace_id"] for line in parked} == {trace}
    assert all(line["correlation"] and line["id"] for line in parked)
    assert {line["department"] for line in parked} == {"housing"}


def test_what_the_caller_does_not_sample_is_not_recorded(city, collector, trace, wait_for):
    other = secrets.token_hex(16)
    seal(city, "J-3", "不采样", traceparent=f"00-{trace}-{CALLER}-00")
    seal(city, "J-4", "采样", traceparent=f"00-{other}-{CALLER}-01")

    wait_for(lambda: named(collector, other, "process water."))
    wells = {"J-3", "J-4"}
    wait_for(lambda: wells <= {site["well_code"] for site in city.all("housing", "sites")})

    assert trace not in {span.trace for span in collector.spans}


@pytest.mark.parametrize("fault", ["away", "slow"])
def test_a_collector_that_does_not_answer_disturbs_nobody(
    tmp_path, amqp_url, mongo_url, host, wait_for, fault
):
    with collecting(delay_s=20) as slow:
        url = slow.url if fault == "slow" else f"http://{LOOPBACK}:{free_ports(1)[0]}"
        settings = {"OTEL_EXPORTER_OTLP_ENDPOINT": url, "OTEL_BSP_MAX_QUEUE_SIZE": "20"}
        bounds = {"OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "10", "OTEL_EXPORTER_OTLP_TIMEOUT": "3"}
        settings |= {**QUICK, **bounds}
        with running_city(tmp_path, amqp_url, mongo_url, host=host, more=settings) as city:
            for number in range(30):
                seal(city, f"J-{number}", f"{number}号")
            wait_for(lambda: len(city.all("housing", "sites")) == 30)
            wait_for(lambda: said(city, "spans.collector_away"))
            asked = time.monotonic()
            for service in city.services.values():
                service.terminate()
            for service in city.services.values():
                wait_for(lambda it=service: not it.running)

            assert [service.exit_code for service in city.services.values()] == [0, 0]
            assert time.monotonic() - asked < 9
            assert said(city, "spans.collector_away") == 1
            assert not said(city, "spans.failed")


def lines(city: MadeUpCity, department: str) -> list[dict[str, str]]:
    found = city.services[department].log.read_text().splitlines()
    return [json.loads(line) for line in found if line.startswith("{")]


def said(city: MadeUpCity, event: str) -> int:
    return sum(line["event"] == event for line in lines(city, "water"))
