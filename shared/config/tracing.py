"""Settings of span export, read from OpenTelemetry's own variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from shared.errors import SettingsError

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
EXPORTER = "OTEL_TRACES_EXPORTER"
DISABLED = "OTEL_SDK_DISABLED"
BATCH_SIZE = "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"
SERVICE_NAME = "OTEL_SERVICE_NAME"
RESOURCE = "OTEL_RESOURCE_ATTRIBUTES"
PROTOCOL = "http/protobuf"
PACKAGE = "opentelemetry"
FEW = 64  # the SDK's default of 512 takes long to encode, which blocks eventlet meanwhile


@dataclass(frozen=True, slots=True)
class TracingSettings:
    """Tracing settings that the platform uses; OpenTelemetry's SDK reads the others itself.

    `batch_size`: spans per export request. `names_service`: whether the variables set the service
    name.
    """

    is_on: bool = False
    batch_size: int = FEW
    names_service: bool = False

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "TracingSettings":
        """Read the variables; `SettingsError` if the named collector cannot be used."""
        if not _is_on(env):
            return cls()
        named = env.get(SERVICE_NAME) or "service.name=" in env.get(RESOURCE, "")
        return cls(is_on=True, batch_size=_batch_size(env), names_service=bool(named))


NO_COLLECTOR = TracingSettings()


def _is_on(env: Mapping[str, str]) -> bool:
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


def _batch_size(env: Mapping[str, str]) -> int:
    text = env.get(BATCH_SIZE) or str(FEW)
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise SettingsError(f"{BATCH_SIZE} must be a whole number from 1 on, not {text!r}.")
    return int(text)
