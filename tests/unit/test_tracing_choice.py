"""Spans are made where OpenTelemetry's own variables name a collector, and nowhere else."""

import pytest

from shared.delivery.tracing import NO_TRACING
from shared.errors import SettingsError
from shared.handling.cause import Cause
from shared.tracing.setup import is_on, spans_of

ENDPOINT = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}


def test_a_collector_turns_them_on():
    assert is_on(ENDPOINT)
    assert is_on({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"})


@pytest.mark.parametrize(
    "more",
    [{"OTEL_SDK_DISABLED": "true"}, {"OTEL_TRACES_EXPORTER": "none"}, dict.fromkeys(ENDPOINT, "")],
)
def test_the_standard_switches_turn_them_off(more):
    assert not is_on({**ENDPOINT, **more})


@pytest.mark.parametrize(
    "wrong",
    [
        {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
        {"OTEL_TRACES_EXPORTER": "zipkin"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "jaeger:4318"},
    ],
)
def test_a_collector_that_cannot_be_spoken_to_is_refused_by_the_variable_s_name(wrong):
    with pytest.raises(SettingsError, match="OTEL_EXPORTER_OTLP"):
        is_on({**ENDPOINT, **wrong})


def test_without_a_collector_everything_passes_through_untouched():
    spans = spans_of("water", "140700", {})
    cause = Cause("c", "SealWell", "clerk-1", "water", "c")

    assert spans is NO_TRACING
    assert spans.watched(print) is print
    assert spans.asked("GET", "/", "").traceparent is None
    with spans.act(cause) as known:
        assert known is cause
