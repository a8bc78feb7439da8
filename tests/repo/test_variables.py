"""Settings are read by a few named modules, and one table in docs/settings.md lists them all."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("shared", "services", "sdk", "chaos", "gameday", "bench", "demo", "monitoring", "scripts")
READERS = {
    "shared/config/settings.py": "a service",
    "shared/config/command_settings.py": "a command or a tool",
    "sdk/liandong/amqp/address.py": "the SDK's own variables",
    "shared/local/processes/environment.py": "the environment of a child process",
    "bench/orders.py": "what the driver of the benchmark orders of its processes",
}
"""The modules that may access the environment, with the purpose."""

OF_OTHERS = {
    "OTEL_BSP_SCHEDULE_DELAY",
    "OTEL_BSP_MAX_QUEUE_SIZE",
    "OTEL_EXPORTER_OTLP_TIMEOUT",
    "OTEL_TRACES_SAMPLER",
    "OTEL_EXPORTER_OTLP",
}
"""Variables of OpenTelemetry's SDK that tests set, and their common prefix."""

ENVIRONMENT = re.compile(r"\bos\.(?:environb?|getenvb?|putenv|unsetenv)\b|\bfrom os import .*env")
VARIABLE = re.compile(r"\b(?:LIANDONG|OTEL)_[A-Z][A-Z_]*[A-Z]\b")
ROW = re.compile(r"^\| (`(?:LIANDONG|OTEL)_[^|]+) \| .+ \| .+ \| .+ \|$", re.MULTILINE)


def modules(*patterns: str) -> list[Path]:
    """Return the project's source files that match the patterns."""
    return sorted(file for pattern in patterns for file in ROOT.glob(pattern))


def test_only_the_named_modules_touch_the_environment():
    found = {
        str(file.relative_to(ROOT))
        for file in modules(*(f"{name}/**/*.py" for name in CODE))
        if ENVIRONMENT.search(file.read_text(encoding="utf-8"))
    }

    assert found == set(READERS)


def test_one_table_names_every_variable_once():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    code = modules(*(f"{name}/**/*.py" for name in (*CODE, "tests")))

    named = [name for row in ROW.findall(text) for name in VARIABLE.findall(row)]
    read = {name for file in code for name in VARIABLE.findall(file.read_text(encoding="utf-8"))}
    read -= set(OF_OTHERS)
    assert sorted(named) == sorted(set(named)), "a variable stands in two rows"
    assert sorted(named) == sorted(read)
