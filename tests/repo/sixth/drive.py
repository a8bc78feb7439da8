"""Start environment and the made-up department, list a plot, and ask the sixth for it."""

import sys
import time
from datetime import timedelta
from pathlib import Path

import httpx

from services.environment.plots.messages import RegisterPlot
from shared.clock import system_clock
from shared.contracts import example_of
from shared.local.dev_keys import development_token, set_up
from shared.local.ports import free_ports
from shared.local.supervisor import LocalPlatform
from shared.web import Caller, Role

DEADLINE_S = 20.0
CODE = "140728-0007"


def headers(home: Path, department: str) -> dict[str, str]:
    """Make the headers of a clerk's request."""
    caller = Caller("clerk-1", department, frozenset({Role.CLERK}))
    token = development_token(home, caller, system_clock(), timedelta(hours=1))
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": "once"}


def main(home: Path) -> None:
    """Fail unless the event arrives."""
    with LocalPlatform(
        home,
        ("environment", "market_supervision"),
        make_keys=lambda folder: set_up(folder, system_clock()),
        first_port=free_ports(1)[0],
    ) as platform:
        body = {**example_of(RegisterPlot), "plot_code": CODE}
        listing = f"{platform.addresses['environment']}/v1/plots/{CODE}/registration"
        httpx.post(listing, json=body, headers=headers(home, "environment")).raise_for_status()
        notice = f"{platform.addresses['market_supervision']}/v1/notices/{CODE}"
        wait_for(notice, headers(home, "market_supervision"))
        sys.stdout.write(f"market_supervision knows {CODE}\n")


def wait_for(address: str, with_headers: dict[str, str]) -> None:
    """Ask until it is there."""
    deadline = time.monotonic() + DEADLINE_S
    while httpx.get(address, headers=with_headers).status_code != httpx.codes.OK:
        if time.monotonic() > deadline:
            sys.exit("the event never arrived")
        time.sleep(0.1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
