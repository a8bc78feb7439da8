"""The committed alert rules, with long waits shortened by a factor that the report prints."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from gameday.timing_profile import TimingProfile

RULES = Path(__file__).parents[2] / "deploy" / "monitoring" / "prometheus" / "rules"
WITHOUT_DATA = "store.yml"  # the embedded store has no exporter: its alerts would always fire
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
RANGE = re.compile(r"\[(\d+)([smhd])\]")
FOR = re.compile(r"(\d+)([smhd])")
Json = dict[str, Any]


def rules_for(profile: TimingProfile) -> dict[str, str]:
    """Return the text of each rule file as used in an exercise, by file name."""
    files = sorted(path for path in RULES.glob("*.yml") if path.name != WITHOUT_DATA)
    return {file.name: shortened(file.read_text(encoding="utf-8"), profile) for file in files}


def shortened(text: str, profile: TimingProfile) -> str:
    """Shorten the `for` of alerts that wait longer than `keep_s`.

    Long windows in their expressions are shortened too, since a window of 15 minutes would outlast
    a wait of one minute. Recording rules and thresholds are unchanged.
    """
    made = yaml.safe_load(text)
    for group in made["groups"]:
        if profile.interval:
            group.pop("interval", None)
        for rule in group["rules"]:
            if seconds(rule.get("for", "0s")) > profile.keep_s:
                rule["for"] = f"{max(1, seconds(rule['for']) // profile.factor)}s"
                rule["expr"] = RANGE.sub(lambda match: _shorter(match, profile), rule["expr"])
    return yaml.safe_dump(made, allow_unicode=True, sort_keys=False)


def wait_times(profile: TimingProfile) -> dict[str, tuple[int, int]]:
    """Return each alert's `for` in seconds: as deployed, and in this run."""
    here = {name: dict(_wait_times(text)) for name, text in rules_for(profile).items()}
    return {
        alert: (city, here[name][alert])
        for name in here
        for alert, city in _wait_times((RULES / name).read_text(encoding="utf-8"))
    }


def seconds(duration: str) -> int:
    """Parse a Prometheus duration with one unit, such as `15m`; `ValueError` otherwise."""
    found = FOR.fullmatch(duration)
    if found is None:
        raise ValueError(f"not a duration with one unit: {duration}")
    return int(found[1]) * UNITS[found[2]]


def _wait_times(text: str) -> Iterator[tuple[str, int]]:
    for group in yaml.safe_load(text)["groups"]:
        for rule in group["rules"]:
            if "alert" in rule:
                yield rule["alert"], seconds(rule.get("for", "0s"))


def _shorter(found: re.Match[str], profile: TimingProfile) -> str:
    window = int(found[1]) * UNITS[found[2]]
    return f"[{max(10, window // profile.factor)}s]" if window > profile.keep_s else found[0]
