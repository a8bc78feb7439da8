"""The check: starts a platform under load and Prometheus; then every panel must have data."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from demo.clean import start_clean
from monitoring.load import four_flows, misfire, steady
from monitoring.prometheus import Json, Prometheus, installed, settings
from monitoring.promtool import lint_metrics
from monitoring.queries import PanelQuery, panel_queries
from shared.catalog.catalog import department_names
from shared.clock.drill import set_offset
from shared.clock.system import system_clock
from shared.config.external_servers import ExternalServers
from shared.local.city_files import configure_tool
from shared.local.dev_keys import create_dev_keys
from shared.local.ports import LOOPBACK, free_ports
from shared.local.processes.child import Child
from shared.local.supervisor import LocalPlatform

WINDOW = "30s"
WORK_S = 40.0
SETTLE_S = 30.0
STEP_S = 2.0
MONTH = timedelta(days=40)  # all deadlines of days are overdue then
Say = Callable[[str], None]


def run_check(home: Path, keep: Path | None, say: Say) -> bool:
    """Run the queries of all panels on a city under load; return whether each has data."""
    servers = start_clean(home, configure_tool().external_servers, say)
    began = time.time()
    with _city(home, servers, say) as (platform, prometheus):
        four_flows(platform, say)
        say(f"{steady(platform, home, WORK_S)} places worked on")
        misfire(platform)
        set_offset(home / "clock", MONTH)
        steady(platform, home, SETTLE_S)
        complaints = lint_metrics(platform.addresses)
        asked = tuple(panel_queries(WINDOW, department_names()))
        answered = {
            question: prometheus.now(question.text) for question in asked if not question.without
        }
        if keep is not None:
            _keep(keep, prometheus, asked, began)
    for line in complaints:
        say(f"promtool: {line}")
    return _report(answered, asked, say) and not complaints


@contextmanager
def _city(
    home: Path, servers: ExternalServers, say: Say
) -> Iterator[tuple[LocalPlatform, Prometheus]]:
    broker_port, host_port, port, first_port = free_ports(4)
    drill = {"LIANDONG_ENV": "drill", "LIANDONG_CLOCK_FILE": str(home.absolute() / "clock")}
    set_offset(home / "clock", timedelta())
    platform = LocalPlatform(
        home,
        department_names(),
        say=say,
        make_keys=lambda folder: {**create_dev_keys(folder, system_clock()), **drill},
        first_port=first_port,
        broker_metrics_port=broker_port,
        servers=servers,
    )
    command = [
        installed("prometheus-node-exporter"),
        f"--web.listen-address={LOOPBACK}:{host_port}",
    ]
    exporter = Child("node exporter", command, log=home / "log" / "node.log", env={})
    with platform:
        exporter.start()
        try:
            broker = f"{LOOPBACK}:{broker_port}"
            targets = {
                "rabbitmq": [broker],
                "rabbitmq_queues": [broker],
                "host": [f"{LOOPBACK}:{host_port}"],
                "prometheus": [f"{LOOPBACK}:{port}"],
            }
            services = {
                name: address.split("//")[1] for name, address in platform.addresses.items()
            }
            with Prometheus(home / "prometheus", port, settings(targets, services)) as server:
                yield platform, server
        finally:
            exporter.stop()


def _report(
    answered: dict[PanelQuery, list[Json]], asked: tuple[PanelQuery, ...], say: Say
) -> bool:
    """Report queries without data; with a department variable, data of one department suffices."""
    alive = {
        (question.name, question.query.text)
        for question, found in answered.items()
        if any(map(_has_value, found))
    }
    every = {(question.name, question.query.text): question for question in asked}
    dead = [
        question for key, question in every.items() if key not in alive and not question.without
    ]
    for question in dead:
        say(f"DEAD  {question.name}: {question.text}")
    without = {question.board.title: question.without for question in asked if question.without}
    for board, why in without.items():
        say(f"cannot run here: {board} ({why})")
    left = sum(1 for question in every.values() if question.without)
    here = len(every) - left
    say(f"{here - len(dead)} of {here} queries have series; {left} left out")
    return not dead


def _has_value(series: Json) -> bool:
    return bool(series["value"][1] != "NaN")


def _keep(folder: Path, server: Prometheus, asked: tuple[PanelQuery, ...], began: float) -> None:
    """Write the data of the panels to `panels.json`, for pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = [
        {
            "board": question.board.uid,
            "panel": question.panel.title,
            "legend": question.query.legend,
            "text": question.text,
            "series": server.over(question.text, began, time.time(), STEP_S),
        }
        for question in asked
        if not question.without
    ]
    (folder / "panels.json").write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
