"""Spans of running departments at a collector, on both hosts; and without a collector."""

import json
import time
from collections.abc import Iterator

import pytest
from collector_given import Collector, Seen, collecting
from made_up_city import MadeUpCity, running_city

from liandong.envelope import new_id
from shared.local.ports import LOOPBACK, free_ports

OURS = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"
QUICK = {"OTEL_BSP_SCHEDULE_DELAY": "200"}
SECRET = "某某公司内部函"


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as running:
        yield running


@pytest.fixture
def city(tmp_path, amqp_url, mongo_url, host, collector) -> Iterator[MadeUpCity]:
    settings = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, **QUICK}
    with running_city(tmp_path, amqp_url, mongo_url, host=host, more=settings) as running:
        yield running


def seal(city: MadeUpCity, well: str, note: str, **headers: str) -> None:
    asked = {**city.headers("water"), "Idempotency-Key": new_id(), **headers}
    where = f"{city.addresses['water']}/v1/wells/{well}/sealings"
    city.web.post(where, json={"note": note}, headers=asked).raise_for_status()


def one(collector: Collector, service: str, name: str) -> Seen:
    (found,) = [span for span in collector.spans if (span.service, span.name) == (service, name)]
    return found


def test_one_act_is_one_tree_across_departments(city, collector, wait_for):
    seal(city, "J-1", SECRET, traceparent=f"00-{OURS}-{CALLER}-01")
    wait_for(lambda: collector.named("process water.well.sealed.v1"))
    wait_for(lambda: collector.named("send water.well.sealed.v1"))
    wait_for(lambda: collector.named("act SealWell"))
    wait_for(lambda: collector.named("process housing.inbox"))

    asked = one(collector, "water", "POST /v1/wells/<well_code>/sealings")
    act = one(collector, "water", "act SealWell")
    sent = one(collector, "water", "send water.well.sealed.v1")
    took = one(collector, "housing", "process water.well.sealed.v1")
    assert {asked.trace, act.trace, sent.trace, took.trace} == {OURS}
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
    batch = one(collector, "housing", "process housing.inbox")
    assert batch.links == (act.id,)
    assert took.links == (batch.id,)
    assert batch.trace != OURS
    assert collector.paths == {"/v1/traces"}


def test_nothing_that_was_said_is_in_a_trace(city, collector, wait_for):
    seal(city, "J-140728-7", SECRET)
    wait_for(lambda: collector.named("process housing.inbox"))

    sent = b"".join(collector.bodies)

    assert SECRET.encode() not in sent
    assert b"J-140728-7" not in sent
    assert b"clerk-1" not in sent


def test_a_parked_event_shows_as_failed_and_its_log_line_names_the_trace(city, collector, wait_for):
    seal(city, "J-2", "坍塌", traceparent=f"00-{OURS}-{CALLER}-01")

    wait_for(lambda: [span for span in collector.named("process water.") if span.failed])

    (took,) = [span for span in collector.named("process water.") if span.failed]
    assert took.about["liandong.outcome"] == "parked"
    assert took.about["error.type"] == "WrongStateError"
    parked = [line for line in lines(city, "housing") if line["event"] == "event.parked"]
    assert {line["trace_id"] for line in parked} == {OURS}
    assert all(line["correlation"] and line["id"] for line in parked)
    assert {line["department"] for line in parked} == {"housing"}


def test_what_the_caller_does_not_sample_is_not_recorded(city, collector, wait_for):
    seal(city, "J-3", "不采样", traceparent=f"00-{OURS}-{CALLER}-00")
    seal(city, "J-4", "采样")

    wait_for(lambda: collector.named("process water."))
    wait_for(lambda: len(city.all("housing", "sites")) == 2)

    assert OURS not in {span.trace for span in collector.spans}


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
