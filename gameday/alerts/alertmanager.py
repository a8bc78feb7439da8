"""A local Alertmanager with the deployed routes, which notifies the alert receiver."""

import shutil
from pathlib import Path
from typing import Any

import yaml

from monitoring.prometheus import installed
from shared.local.ports import LOOPBACK
from shared.local.processes.child import Child
from shared.local.processes.probe import listens

DEPLOYED = Path(__file__).parents[2] / "deploy/monitoring/alertmanager/alertmanager.yml"
NOBODY = "http://duty-desk.invalid"
START_S = 30.0


def settings(receiver_port: int, group_wait_s: float) -> dict[str, Any]:
    """Return the deployed settings with the given receiver port and group wait."""
    text = DEPLOYED.read_text(encoding="utf-8")
    receiver = f"http://{LOOPBACK}:{receiver_port}"
    made: dict[str, Any] = yaml.safe_load(text.replace(NOBODY, receiver))
    made["route"]["group_wait"] = f"{group_wait_s:g}s"
    return made


class Alertmanager:
    """Alertmanager as a child process; a context manager for the main thread."""

    def __init__(self, home: Path, port: int, made: dict[str, Any]) -> None:
        shutil.rmtree(home, ignore_errors=True)  # it contains a log of delivered alerts
        home.mkdir(parents=True)
        file = home.absolute() / "alertmanager.yml"
        file.write_text(yaml.safe_dump(made, allow_unicode=True), encoding="utf-8")
        self.port = port
        command = [
            installed("prometheus-alertmanager"),
            f"--config.file={file}",
            f"--storage.path={file.with_name('data')}",
            f"--web.listen-address={LOOPBACK}:{port}",
            "--cluster.listen-address=",
        ]
        self._child = Child("alertmanager", command, log=home / "alertmanager.log", env={})

    def __enter__(self) -> "Alertmanager":
        self._child.start()
        ready = "it took connections"
        self._child.wait_until(lambda: listens(LOOPBACK, self.port), deadline_s=START_S, what=ready)
        return self

    def __exit__(self, *_: object) -> None:
        self._child.stop()
