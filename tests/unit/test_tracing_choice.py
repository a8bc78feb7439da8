"""Tracing is enabled by OpenTelemetry's own variables, and by nothing else."""

import pytest

from shared.config.tracing import NO_COLLECTOR, TracingSettings
from shared.errors import SettingsError
from shared.handling.cause import Cause
from shared.tracing.hooks import NO_TRACING
from shared.tracing.setup import spans_of

ENDPOINT = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}


def test_a_collector_turns_them_on():
    assert TracingSettings.from_env(ENDPOINT).is_on
    assert TracingSettings.from_env(
        {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}
    ).is_on


@pytest.mark.parametrize(
    "more",
    [{"OTEL_SDK_DISABLED": "true"}, {"OTEL_TRACES_EXPORTER": "none"}, dict.fromkeys(ENDPOINT, "")],
)
def test_the_standard_switches_turn_them_off(more):
    assert not TracingSettings.from_env({**ENDPOINT, **more}).is_on


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
        TracingSettings.from_env({**ENDPOINT, **wrong})


@pytest.mark.parametrize("text", ["0", "-1", "many", "²"])
def test_a_size_of_messages_that_is_none_is_refused_by_the_variable_s_name(text):
    with pytest.raises(SettingsError, match=r"OTEL_BSP_MAX_EXPORT_BATCH_SIZE.*whole number"):
        TracingSettings.from_env({**ENDPOINT, "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": text})


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({}, TracingSettings(True, 64, False)),
        ({"OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "10"}, TracingSettings(True, 10, False)),
        ({"OTEL_SERVICE_NAME": "water"}, TracingSettings(True, 64, True)),
        ({"OTEL_RESOURCE_ATTRIBUTES": "a=b,service.name=c"}, TracingSettings(True, 64, True)),
    ],
)
def test_what_the_exporter_must_know_is_read(more, wanted):
    assert TracingSettings.from_env({**ENDPOINT, **more}) == wanted


def test_without_a_collector_everything_passes_through_untouched():
    spans = spans_of("water", "140700", NO_COLLECTOR)
    cause = Cause("c", "SealWell", "clerk-1", "water", "c")

    assert spans is NO_TRACING
    assert spans.trace_handler(print) is print
    assert spans.trace_request("GET", "/", "").traceparent is None
    with spans.trace_command(cause) as known:
        assert known is cause
