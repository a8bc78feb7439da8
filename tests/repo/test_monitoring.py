"""Dashboards, alerts, runbooks and metrics are consistent; no Prometheus is needed here."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitoring.cardinality import max_series
from monitoring.dashboard_registry import dashboards
from monitoring.grafana import rendered
from monitoring.metrics_catalog import declared_metrics
from monitoring.queries import panel_queries
from monitoring.write import DASHBOARDS, files
from shared.catalog.catalog import department_names

ROOT = Path(__file__).parents[2]
DEPLOYED = ROOT / "deploy" / "monitoring"
RULES = sorted((DEPLOYED / "prometheus" / "rules").glob("*.yml"))
MOST_SERIES = 26_000
SUFFIXES = r"(?:_bucket|_sum|_count)?"
SEVERITIES = {"page", "ticket", "none"}


def rules() -> list[tuple[str, dict[str, Any]]]:
    read = [(path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in RULES]
    return [
        (name, rule) for name, made in read for group in made["groups"] for rule in group["rules"]
    ]


ALERTS = [(name, rule) for name, rule in rules() if "alert" in rule]
alert = pytest.mark.parametrize(
    ("group", "rule"), ALERTS, ids=[entry["alert"] for _, entry in ALERTS]
)


def test_generated_dashboards_and_the_page_on_metrics_are_fresh():
    """`make monitoring` writes them."""
    kept = {name: (ROOT / name).read_text(encoding="utf-8") for name in files()}

    assert kept == files()


def test_no_dashboard_is_left_over():
    kept = {path.relative_to(ROOT).as_posix() for path in (ROOT / DASHBOARDS).glob("*.json")}

    assert kept == {name for name in files() if name.endswith(".json")}


def test_a_city_has_a_bounded_number_of_series():
    assert sum(metric.series for metric in declared_metrics()) < MOST_SERIES


def test_a_label_whose_values_nobody_has_counted_is_refused():
    with pytest.raises(LookupError, match="plot_code"):
        max_series("liandong_plots", ("department", "plot_code"))


def test_every_metric_says_what_it_means_in_base_units():
    for metric in declared_metrics():
        assert re.fullmatch(r"liandong_[a-z_]+", metric.name)
        assert metric.about.endswith("."), metric.name
        assert not re.search(r"_(ms|milliseconds|minutes|kb|percent)(_|$)", metric.name), (
            metric.name
        )
        assert (metric.kind == "counter") == metric.name.endswith("_total"), metric.name


def test_every_metric_of_ours_that_a_panel_or_a_rule_asks_for_exists():
    names = "|".join(metric.name for metric in declared_metrics())
    known = re.compile(rf"(?:{names}){SUFFIXES}")
    texts = [question.text for question in panel_queries("1m")] + [
        rule["expr"] for _, rule in rules()
    ]

    asked = {name for text in texts for name in re.findall(r"\bliandong_[a-z_0-9]+", text)}

    assert {name for name in asked if not known.fullmatch(name)} == set()


def test_every_recorded_series_that_is_asked_for_is_recorded():
    recorded = {rule["record"] for _, rule in rules() if "record" in rule}
    texts = [question.text for question in panel_queries("1m")] + [
        rule["expr"] for _, rule in rules()
    ]

    asked = {name for text in texts for name in re.findall(r"\bliandong:[a-z_:0-9]+", text)}

    assert asked <= recorded


@pytest.mark.parametrize("board", dashboards(), ids=lambda dashboard: dashboard.uid)
def test_a_dashboard_is_what_grafana_reads(board):
    made = json.loads(json.dumps(rendered(board)))

    panels = [panel for panel in made["panels"] if panel["type"] != "row"]
    assert made["uid"] == board.uid
    assert len({panel["id"] for panel in made["panels"]}) == len(made["panels"])
    assert all(panel["datasource"]["uid"] == "prometheus" for panel in panels)
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in panels)
    assert all(target["expr"] for panel in panels for target in panel["targets"])
    assert re.search(r"[\u4e00-\u9fff]", made["title"])


def test_the_home_page_and_the_data_source_are_those_that_are_provisioned():
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    source = yaml.safe_load(
        (DEPLOYED / "grafana/provisioning/datasources/prometheus.yml").read_text(encoding="utf-8")
    )

    home = re.search(r"/etc/grafana/dashboards/([a-z-]+)\.json", compose)
    assert home is not None
    assert home[1] in {board.uid for board in dashboards()}
    assert source["datasources"][0]["uid"] == "prometheus"


def test_every_department_is_missed_when_nothing_of_it_can_be_collected():
    [expr] = [rule["expr"] for _, rule in ALERTS if rule["alert"] == "DepartmentMissing"]

    assert set(re.findall(r'department="(\w+)"', expr)) == set(department_names())


@alert
def test_an_alert_says_how_grave_it_is_what_happened_and_where_to_read_on(group, rule):
    told = rule["annotations"]

    assert rule["labels"]["severity"] in SEVERITIES
    assert re.search(r"[\u4e00-\u9fff]", told["summary"])
    assert re.search(r"[\u4e00-\u9fff]", told["description"])
    page, _, section = told["runbook_url"].partition("#")
    assert page == f"docs/runbooks/{group}.md"
    headings = re.findall(r"^## (\w+)$", (ROOT / page).read_text(encoding="utf-8"), re.M)
    assert section in {heading.lower() for heading in headings}


@alert
def test_a_runbook_tells_symptom_check_remedy_and_success(group, rule):
    text = (ROOT / f"docs/runbooks/{group}.md").read_text(encoding="utf-8")

    section = text.split(f"## {rule['alert']}\n")[1].split("\n## ")[0]
    for part in ("**Symptom.**", "**Confirm.**", "**Do.**", "**It worked when**"):
        assert part in section


def test_no_runbook_is_about_an_alert_that_is_not_there():
    names = {rule["alert"] for _, rule in ALERTS}

    for path in (ROOT / "docs" / "runbooks").glob("*.md"):
        told = set(re.findall(r"^## (\w+)$", path.read_text(encoding="utf-8"), re.M))
        assert told <= names, path.name


@alert
def test_an_alert_is_tested_both_ways(group, rule):
    """`make monitoring-check` runs these with promtool."""
    tests = [
        test["name"]
        for path in (DEPLOYED / "prometheus" / "tests").glob(f"{group}*.yml")
        for test in yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]
    ]

    quiet = [] if rule["labels"]["severity"] == "none" else [f"{rule['alert']} stays quiet"]
    assert {f"{rule['alert']} fires", *quiet} <= set(tests)


def test_no_two_alerts_have_one_name():
    names = [rule["alert"] for _, rule in ALERTS]

    assert len(set(names)) == len(names)


def test_alertmanager_sends_every_severity_somewhere_and_knows_the_alerts_that_it_holds_back():
    made = yaml.safe_load((DEPLOYED / "alertmanager/alertmanager.yml").read_text(encoding="utf-8"))
    receivers = {receiver["name"] for receiver in made["receivers"]}
    names = {rule["alert"] for _, rule in ALERTS}

    used = {made["route"]["receiver"], *(route["receiver"] for route in made["route"]["routes"])}
    held = [name for rule in made["inhibit_rules"] for name in re.findall(r"[A-Z]\w+", str(rule))]
    assert used == receivers
    assert set(held) <= names
