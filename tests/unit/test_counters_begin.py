"""Counters in alert rules with `increase` exist from the start, at zero.

A counter that appears with its first count has no increase: the first forged message, the first
refusal and the first failed timer would fire no alert.
"""

import re
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from shared.catalog.catalog import department_names, load_service
from shared.delivery.timers import timers_of
from shared.runtime.metrics_endpoint import initialize_counters

RULES = Path(__file__).parents[2] / "deploy" / "monitoring" / "prometheus" / "rules"
ASKED = re.compile(r"(?:increase|rate)\((liandong_\w+_total)(?:\{([^}]*)\})?\[")
MATCHER = re.compile(r'(\w+)(=~|!~|!=|=)"([^"]*)"')
HOLDS = {
    "=": lambda value, wanted: value == wanted,
    "!=": lambda value, wanted: value != wanted,
    "=~": lambda value, wanted: re.fullmatch(wanted, value) is not None,
    "!~": lambda value, wanted: re.fullmatch(wanted, value) is None,
}


def asked():
    """Yield the counters in `increase` expressions of the rules, each with its matchers."""
    for file in sorted(RULES.glob("*.yml")):
        yield from ASKED.findall(file.read_text(encoding="utf-8"))


def told_of(counter, matchers):
    """Return the labels of a counter's series that match."""
    wanted = MATCHER.findall(matchers)
    return [
        sample.labels
        for metric in REGISTRY.restricted_registry([counter]).collect()
        for sample in metric.samples
        if sample.name == counter
        and all(HOLDS[how](sample.labels.get(name, ""), what) for name, how, what in wanted)
    ]


def counting(counter):
    """Return the departments that have the counter: only some of them have timers."""
    return {
        name
        for name in department_names()
        if counter != "liandong_timer_runs_total" or timers_of(load_service(name))
    }


@pytest.fixture(scope="module", autouse=True)
def _begun():
    for name in department_names():
        initialize_counters(load_service(name))


@pytest.mark.parametrize(("counter", "matchers"), sorted(set(asked())))
def test_each_is_there_for_every_department_before_the_first_count(counter, matchers):
    series = told_of(counter, matchers)

    assert series
    if 'department="' not in matchers and any("department" in labels for labels in series):
        assert {labels["department"] for labels in series} >= counting(counter)


def test_the_rules_ask_for_the_increase_of_something():
    assert len(set(asked())) >= 10
