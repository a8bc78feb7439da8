"""The episodes of alerts, from Prometheus: the times at which each was pending, fired and ended."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

QUERY = "ALERTS"
ALWAYS = "Watchdog"
STEP_S = 1.0
HIDDEN = ("__name__", "alertname", "alertstate", "severity")
Series = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Episode:
    """One alert with its labels; times in seconds since the fault, None if it did not happen."""

    alert: str
    labels: str
    severity: str
    pending_s: float | None
    firing_s: float | None
    ended_s: float | None


def episodes(series: Iterable[Series], fault: float, end: float) -> list[Episode]:
    """Parse the result of a range query of `ALERTS`: one episode per alert and labels.

    `fault` and `end` are in seconds since 1970; an alert still active at `end` has not ended.
    """
    times: dict[tuple[str, str, str], dict[str, list[float]]] = defaultdict(dict)
    for alert in series:
        labels = alert["metric"]
        if labels["alertname"] != ALWAYS:
            name = labels["alertname"], _labels_text(labels), labels.get("severity", "")
            times[name][labels["alertstate"]] = [float(when) for when, _ in alert["values"]]
    found = [_episode(name, seen, fault, end) for name, seen in times.items()]
    return sorted(
        found,
        key=lambda episode: (
            episode.firing_s is None,
            episode.firing_s or episode.pending_s or 0.0,
        ),
    )


def fired(found: Iterable[Episode], alert: str) -> Episode | None:
    """Return the first episode of an alert that fired; None if none did."""
    return next(
        (episode for episode in found if episode.alert == alert and episode.firing_s is not None),
        None,
    )


def _episode(
    name: tuple[str, str, str], seen: Mapping[str, list[float]], fault: float, end: float
) -> Episode:
    pending, firing = seen.get("pending", []), seen.get("firing", [])
    last = max([*pending, *firing])
    ended = None if end - last <= 2 * STEP_S + 2 else last - fault
    return Episode(
        *name,
        pending_s=_since(pending or firing, fault),
        firing_s=_since(firing, fault),
        ended_s=None if ended is None else round(ended, 1),
    )


def _since(times: list[float], fault: float) -> float | None:
    return round(min(times) - fault, 1) if times else None


def _labels_text(labels: Mapping[str, str]) -> str:
    shown = {name: value for name, value in labels.items() if name not in HIDDEN}
    return ", ".join(f"{name}={value}" for name, value in sorted(shown.items()))
