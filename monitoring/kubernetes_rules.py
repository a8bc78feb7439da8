"""The alert rules for the Prometheus operator: one PrometheusRule from the same rule files.

Rules without a target in the cluster are left out: the node exporter belongs to the operators of
the nodes, and MongoDB's operator exports none of these metrics (StoreUnreachable covers it).
"""

from typing import Any

import yaml

from monitoring.prometheus import DEPLOYED

PATH = "deploy/k8s/platform/servers/rules.yaml"
RULES = DEPLOYED / "rules"
LEFT_OUT = ("host.yml",)
UNANSWERED = "Mongo"
HEAD = "# Written by `make monitoring` from deploy/monitoring/prometheus/rules; do not edit.\n"


def rules() -> str:
    """Return the manifest as YAML."""
    groups = [
        {**group, "rules": kept}
        for path in sorted(RULES.glob("*.yml"))
        if path.name not in LEFT_OUT
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]
        if (kept := [rule for rule in group["rules"] if _is_answered(rule)])
    ]
    manifest = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "liandong", "labels": {"app.kubernetes.io/part-of": "liandong"}},
        "spec": {"groups": groups},
    }
    return HEAD + yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=2**16)


def _is_answered(rule: dict[str, Any]) -> bool:
    return not str(rule.get("alert", "")).startswith(UNANSWERED)
