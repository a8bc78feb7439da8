"""Whether spans are made at all: only where OpenTelemetry's own variables name a collector."""

from shared.config.tracing import TracingSettings
from shared.delivery.tracing import NO_TRACING, TracingHooks
from shared.tracing.recorder import Recorder


def spans_of(department: str, city: str, settings: TracingSettings) -> TracingHooks:
    """Make what the settings ask for; without a collector nothing of OpenTelemetry is loaded.

    Call it after the host has patched the world: the exporter has a thread of its own.
    """
    if not settings.is_on:
        return NO_TRACING
    from shared.tracing.otlp import Otlp  # noqa: PLC0415  an extra, loaded where it is asked for

    return Recorder(department, Otlp.begin_for(department, city, settings))
