"""Selects tracing: spans are created only if OpenTelemetry's variables name a collector."""

from shared.config.tracing import TracingSettings
from shared.tracing.hooks import NO_TRACING, TracingHooks
from shared.tracing.recorder import Recorder


def spans_of(department: str, city: str, settings: TracingSettings) -> TracingHooks:
    """Return the tracing hooks for the settings; without a collector OpenTelemetry is not imported.

    Call it after monkey patching: the exporter has a thread of its own.
    """
    if not settings.is_on:
        return NO_TRACING
    from shared.tracing.otlp import Otlp  # noqa: PLC0415  an optional extra, imported if enabled

    return Recorder(department, Otlp.begin_for(department, city, settings))
