"""The generated files: dashboards, docs/metrics.md, the rules for Kubernetes."""

import json
from pathlib import Path

from monitoring import kubernetes_rules
from monitoring.dashboard_registry import dashboards
from monitoring.grafana import rendered
from monitoring.metrics_page import current

ROOT = Path(__file__).parents[1]
DASHBOARDS = "deploy/monitoring/grafana/dashboards"


def files() -> dict[str, str]:
    """Return the content of all generated files by path in the repository."""
    made = {
        f"{DASHBOARDS}/{board.uid}.json": json.dumps(
            rendered(board), ensure_ascii=False, indent=1, allow_nan=False
        )
        + "\n"
        for board in dashboards()
    }
    return {**made, "docs/metrics.md": current(), kubernetes_rules.PATH: kubernetes_rules.rules()}


def write_files() -> list[str]:
    """Write the files that differ; return their paths."""
    stale = [name for name, text in files().items() if _kept(name) != text]
    for name in stale:
        (ROOT / name).write_text(files()[name], encoding="utf-8")
    return stale


def _kept(name: str) -> str:
    path = ROOT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""
