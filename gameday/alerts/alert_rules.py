"""The committed alert rules, with long waits shortened by a factor that the report prints."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from gameday.timing_profile import Pace

RULES = Path(__file__).parents[2] / "deploy" / "monitoring" / "prometheus" / "rules"
NOBODY_TELLS = "store.yml"  # the embedded store has no exporter: its alerts would fire always
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
RANGE = re.compile(r"\[(\d+)([smhd])\]")
FOR = re.compile(r"(\d+)([smhd])")
Json = dict[str, Any]


def paced_rules(pace: Pace) -> dict[str, str]:
    """Give the text of each file of rules as an exercise uses it."""
    files = sorted(path for path in RULES.glob("*.yml") if path.name != NOBODY_TELLS)
    return {file.name: paced(file.read_text(encoding="utf-8"), pace) for file in files}


def paced(text: str, pace: Pace) -> str:
    """Shorten the waits of alerts that wait longer than the pace keeps.

    Of such an alert the windows of its expression are shortened too: with a window of a quarter of
    an hour nothing can stand still for a minute. Recording rules and thresholds stay.
    """
    made = yaml.safe_load(text)
    for group in made["groups"]:
        if pace.interval:
            group.pop("interval", None)
        for rule in group["rules"]:
            if seconds(rule.get("for", "0s")) > pace.keep_s:
                rule["for"] = f"{max(1, seconds(rule['for']) // pace.factor)}s"
                rule["expr"] = RANGE.sub(lambda match: _shorter(match, pace), rule["expr"])
    return yaml.safe_dump(made, allow_unicode=True, sort_keys=False)


def waits(pace: Pace) -> dict[str, tuple[int, int]]:
    """Tell for each alert how long it waits in the city, and how long in this run."""
    here = {name: dict(_waits(text)) for name, text in paced_rules(pace).items()}
    return {
        alert: (city, here[name][alert])
        for name in here
        for alert, city in _waits((RULES / name).read_text(encoding="utf-8"))
    }


def seconds(duration: str) -> int:
    """Read a duration of Prometheus with one unit, as `15m`; `ValueError` for another."""
    found = FOR.fullmatch(duration)
    if found is None:
        raise ValueError(f"not a duration with one unit: {duration}")
    return int(found[1]) * UNITS[found[2]]


def _waits(text: str) -> Iterator[tuple[str, int]]:
    for group in yaml.safe_load(text)["groups"]:
        for rule in group["rules"]:
            if "alert" in rule:
                yield rule["alert"], seconds(rule.get("for", "0s"))


def _shorter(found: re.Match[str], pace: Pace) -> str:
    window = int(found[1]) * UNITS[found[2]]
    return f"[{max(10, window // pace.factor)}s]" if window > pace.keep_s else found[0]
