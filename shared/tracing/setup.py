"""Whether spans are made at all: only where OpenTelemetry's own variables name a collector."""

import os
from collections.abc import Mapping
from importlib.util import find_spec

from shared.errors import SettingsError
from shared.tracing.hooks import NO_TRACING, TracingHooks
from shared.tracing.recorder import Recorder

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
EXPORTER = "OTEL_TRACES_EXPORTER"
DISABLED = "OTEL_SDK_DISABLED"
PROTOCOL = "http/protobuf"
PACKAGE = "opentelemetry"


def is_on(env: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a collector is named; `SettingsError` where one is, but cannot be spoken to."""
    endpoint = next((env[name] for name in ENDPOINTS if env.get(name)), "")
    off = env.get(DISABLED, "").strip().lower() == "true" or env.get(EXPORTER) == "none"
    if not endpoint or off:
        return False
    if not endpoint.startswith(("http://", "https://")):
        raise SettingsError(f"{ENDPOINTS[1]} must begin with http:// or https://, not {endpoint!r}")
    protocol = next((env[name] for name in PROTOCOLS if env.get(name)), PROTOCOL)
    if protocol != PROTOCOL or env.get(EXPORTER, "otlp") != "otlp":
        raise SettingsError(
            f"Traces go out by OTLP over {PROTOCOL} alone: unset {PROTOCOLS[1]} and {EXPORTER}, "
            "and name the collector's HTTP port (usually 4318)."
        )
    if find_spec(PACKAGE) is None:
        raise SettingsError(
            f"{ENDPOINTS[1]} names a collector, but OpenTelemetry is not installed: "
            "pip install 'liandong-platform[otel]', or unset the variable."
        )
    return True


def spans_of(department: str, city: str, env: Mapping[str, str] = os.environ) -> TracingHooks:
    """Make what the environment asks for; without a collector nothing of OpenTelemetry is loaded.

    Call it after the host has patched the world: the exporter has a thread of its own.
    """
    if not is_on(env):
        return NO_TRACING
    from shared.tracing.otlp import Otlp  # noqa: PLC0415  an extra, loaded where it is asked for

    return Recorder(department, Otlp.begin_for(department, city))
