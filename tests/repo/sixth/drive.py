"""Start the sixth department beside others, list a plot, let it act, and await its event."""

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx

from services.environment.register.messages import RegisterPlot
from shared.clock import system_clock
from shared.config.command_settings import CommandSettings
from shared.contracts import example_of
from shared.local.dev_keys import create_dev_keys, development_token
from shared.local.ports import free_ports
from shared.local.supervisor import LocalPlatform
from shared.web import Caller, Role

DEADLINE_S = 20.0
CODE = "140728-0007"
NAME = "market_supervision"


def headers(home: Path, department: str, role: Role, key: str) -> dict[str, str]:
    """Make the headers of a request."""
    caller = Caller("somebody-1", department, frozenset({role}), "140700")
    token = development_token(home, caller, system_clock(), timedelta(hours=1))
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": key}


def main(home: Path) -> None:
    """Exit with an error unless the department receives an event and its own event is received."""
    with LocalPlatform(
        home,
        ("environment", "coordination", NAME),
        make_keys=lambda folder: create_dev_keys(folder, system_clock()),
        first_port=free_ports(1)[0],
        servers=CommandSettings.from_env().external_servers,
    ) as platform:
        at = platform.addresses
        clerk = headers(home, NAME, Role.CLERK, "stop")
        body = {**example_of(RegisterPlot), "plot_code": CODE}
        listing = headers(home, "environment", Role.CLERK, "list")
        path = f"{at['environment']}/v1/plots/{CODE}/registration"
        httpx.post(path, json=body, headers=listing).raise_for_status()
        notice = f"{at[NAME]}/v1/notices/{CODE}"
        wait_until(lambda: httpx.get(notice, headers=clerk).status_code == httpx.codes.OK)
        sys.stdout.write(f"{NAME} knows {CODE}\n")

        said = {"reason": "地块已列入名录"}
        httpx.post(f"{notice}/stop", json=said, headers=clerk).raise_for_status()
        ops = headers(home, "coordination", Role.OPS, "look")
        effects = f"{at['coordination']}/v1/effects?subject={CODE}"
        wait_until(lambda: "purchase.stopped" in httpx.get(effects, headers=ops).text)
        sys.stdout.write(f"coordination heard of {CODE}\n")


def wait_until(holds: Callable[[], bool]) -> None:
    """Poll until a condition holds, or exit at the deadline."""
    deadline = time.monotonic() + DEADLINE_S
    while not holds():
        if time.monotonic() > deadline:
            sys.exit("the event never arrived")
        time.sleep(0.1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
