"""Api and worker of a department as separate processes: one serves HTTP, the other the bus."""

import sys
from datetime import timedelta

import httpx
import pytest
from made_up_city import HOSTS

from services.environment.register.messages import RegisterPlot
from shared.clock.system import system_clock
from shared.config.external_servers import ExternalServers
from shared.contracts.json_schema import example_of
from shared.local.dev_keys import create_dev_keys, development_token
from shared.local.ports import free_ports
from shared.local.supervisor import LocalPlatform
from shared.web.auth import Caller, Role

CODE = "140728-0007"


@pytest.fixture
def process(tmp_path, amqp_url, mongo_url, host):
    def start(department, role):
        return LocalPlatform(
            tmp_path / f"{department}-{role}",
            (department,),
            make_keys=lambda _: create_dev_keys(tmp_path, system_clock()),
            command=lambda name: [sys.executable, "-m", HOSTS[host], name, "--role", role],
            first_port=free_ports(1)[0],
            servers=ExternalServers(amqp_url, mongo_url),
        )

    return start


def headers(home, department, role=Role.CLERK):
    caller = Caller("clerk-1", department, frozenset({role}), "140700")
    token = development_token(home, caller, system_clock(), timedelta(hours=1))
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": "once"}


def register(platform, home):
    address = f"{platform.addresses['environment']}/v1/plots/{CODE}/registration"
    body = {**example_of(RegisterPlot), "plot_code": CODE}
    return httpx.post(address, json=body, headers=headers(home, "environment"))


def test_a_worker_answers_for_its_health_alone(process, tmp_path):
    with process("coordination", "worker") as platform:
        address = platform.addresses["coordination"]

        health = httpx.get(f"{address}/readyz")
        ledger = httpx.get(f"{address}/v1/ledger", headers=headers(tmp_path, "coordination"))

    assert health.status_code == 200
    assert ledger.status_code == 404


def test_what_an_api_process_took_in_the_worker_carries_on(process, tmp_path, wait_for):
    with process("environment", "api") as api, process("coordination", "all") as office:
        assert register(api, tmp_path).status_code == 200
        asked = f"{office.addresses['coordination']}/v1/ledger?subject={CODE}"
        known = headers(tmp_path, "coordination")
        assert httpx.get(asked, headers=known).json()["items"] == []

        with process("environment", "worker"):
            wait_for(lambda: httpx.get(asked, headers=known).json()["items"], 20)
