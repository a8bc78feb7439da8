"""A local Prometheus that scrapes a local platform like the deployed one."""

import json
import shutil
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from monitoring.errors import MonitoringError
from shared.local.ports import LOOPBACK
from shared.local.processes.child import Child

DEPLOYED = Path(__file__).parents[1] / "deploy" / "monitoring" / "prometheus"
INTERVAL = "2s"
START_S = 30.0
ANSWER_S = 30.0
Json = dict[str, Any]


def settings(targets: Mapping[str, Sequence[str]], departments: Mapping[str, str]) -> Json:
    """Return the deployed settings adapted to this machine: other targets, short intervals.

    `targets` lists addresses by job, other jobs are left out; `departments` is address by name.
    """
    made: Json = yaml.safe_load((DEPLOYED / "prometheus.yml").read_text(encoding="utf-8"))
    made["global"] = {"scrape_interval": INTERVAL, "evaluation_interval": INTERVAL}
    made["rule_files"] = ["rules/*.yml"]
    made.pop("alerting", None)
    jobs = [job for job in made["scrape_configs"] if job["job_name"] in targets]
    for job in jobs:
        job["static_configs"] = [{"targets": list(targets[job["job_name"]])}]
    own = next(job for job in made["scrape_configs"] if job["job_name"] == "liandong")
    own.pop("relabel_configs")
    own["static_configs"] = [
        {"targets": [address], "labels": {"department": name}}
        for name, address in departments.items()
    ]
    made["scrape_configs"] = [own, *jobs]
    return made


class Prometheus:
    """Prometheus as a child process; a context manager for the main thread."""

    def __init__(
        self, home: Path, port: int, made: Json, rules: Mapping[str, str] | None = None
    ) -> None:
        """Write the configuration; `rules` (text by file name) replaces the deployed rules."""
        self._address = f"{LOOPBACK}:{port}"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        file = home.absolute() / "prometheus.yml"
        _write_rules(home / "rules", deployed_rules() if rules is None else rules)
        file.write_text(yaml.safe_dump(made, allow_unicode=True), encoding="utf-8")
        command = [
            installed("prometheus"),
            f"--config.file={file}",
            f"--storage.tsdb.path={file.with_name('data')}",
            f"--web.listen-address={self._address}",
        ]
        self._child = Child("prometheus", command, log=home / "prometheus.log", env={}, cwd=home)

    def __enter__(self) -> "Prometheus":
        self._child.start()
        self._child.wait_until(self._ready, deadline_s=START_S, what="it was ready")
        return self

    def __exit__(self, *_: object) -> None:
        self._child.stop()

    def now(self, query: str) -> list[Json]:
        """Run an instant query; `MonitoringError` if the expression is invalid."""
        return self._ask("query", query=query)

    def over(self, query: str, start: float, end: float, step_s: float) -> list[Json]:
        """Run a range query from `start` to `end`, in seconds since 1970."""
        return self._ask(
            "query_range", query=query, start=str(start), end=str(end), step=str(step_s)
        )

    def _ask(self, path: str, **asked: str) -> list[Json]:
        url = f"http://{self._address}/api/v1/{path}"
        body = urllib.parse.urlencode(asked).encode()
        try:
            with urllib.request.urlopen(url, body, timeout=ANSWER_S) as answer:
                found: list[Json] = json.loads(answer.read())["data"]["result"]
        except urllib.error.HTTPError as error:
            raise MonitoringError(f"{asked['query']}: {error.read().decode()}") from error
        return found

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self._address}/-/ready", timeout=1):
                return True
        except OSError:
            return False


def deployed_rules() -> dict[str, str]:
    """Return the deployed rules by file name, without their own evaluation interval."""
    files = sorted((DEPLOYED / "rules").glob("*.yml"))
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    return {name: text.replace("    interval: 30s\n", "") for name, text in texts.items()}


def _write_rules(folder: Path, rules: Mapping[str, str]) -> None:
    folder.mkdir()
    for name, text in rules.items():
        (folder / name).write_text(text, encoding="utf-8")


def installed(program: str) -> str:
    """Return the path of an installed program; `MonitoringError` if it is missing."""
    found = shutil.which(program)
    if found is None:
        raise MonitoringError(f"{program} is not installed: scripts/ensure-prometheus.sh does it")
    return found
