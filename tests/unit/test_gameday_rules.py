"""The alert rules of an exercise: which `for` durations are shortened, and which are not."""

import yaml

from gameday.alerts.alert_rules import shortened, wait_times
from gameday.timing_profile import FULL, QUICK

RULES = """
groups:
  - name: some
    interval: 30s
    rules:
      - alert: Short
        expr: rate(some_total[15m]) > 0
        for: 2m
      - alert: Long
        expr: rate(some_total[15m]) == 0 and rate(other_total[5m]) > 1800
        for: 15m
      - record: some:rate30m
        expr: rate(some_total[30m])
"""


def rules(pace):
    [group] = yaml.safe_load(shortened(RULES, pace))["groups"]
    return group["rules"]


def test_the_full_day_shortens_only_what_waits_longer_than_five_minutes():
    short, long, record = rules(FULL)

    assert (short["for"], short["expr"]) == ("2m", "rate(some_total[15m]) > 0")
    assert long["for"] == "90s"
    assert long["expr"] == "rate(some_total[90s]) == 0 and rate(other_total[5m]) > 1800"
    assert record["expr"] == "rate(some_total[30m])"


def test_the_quick_day_shortens_every_wait():
    short, long, _ = rules(QUICK)

    assert (short["for"], long["for"]) == ("4s", "30s")


def test_every_committed_rule_has_a_wait_in_the_city_and_one_here():
    told = wait_times(FULL)

    assert told["BrokerDown"] == (60, 60)
    assert told["GateUnanswered"] == (900, 90)
    assert told["BrokerAlarm"] == (0, 0)
    assert "MongoDown" not in told
