"""One run of the demo: a fresh platform, the four flows, the report."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
from rich.console import Console

from demo import report
from demo.clean import start_clean
from demo.client import City, until
from demo.flow_runner import FlowRunner, FlowStoppedError, Outage
from demo.flows import case, land_use, listing, permit
from demo.journal import DemoJournal, FlowRecord
from demo.summary import next_steps
from shared.catalog import department_names
from shared.clock import system_clock
from shared.local.city_files import configure_tool
from shared.local.dev_keys import create_dev_keys
from shared.local.processes.probe import ready_at
from shared.local.supervisor import LocalPlatform

FLOWS = (permit, listing, land_use, case)
READY_S = 30.0
REACTIONS_S = 10.0


def run(home: Path, *, once: bool, console: Console) -> bool:
    """Run the demo in a folder; return whether every reaction arrived.

    Without `once` the platform stays up after the report until Ctrl-C. An earlier Ctrl-C raises
    `KeyboardInterrupt`. In both cases all processes that the demo started are stopped, no others.
    """
    began = time.monotonic()
    say = partial(console.print, markup=False, highlight=False, soft_wrap=True)
    servers = start_clean(home, configure_tool().external_servers, say)
    with LocalPlatform(
        home, department_names(), say=say, make_keys=_keys, servers=servers
    ) as platform:
        journal = run_flows(platform, home, say, console)
        journal.took_s = time.monotonic() - began
        following = next_steps(journal, platform.addresses, home, Path.cwd())
        report.show(journal, following, console)
        html, text = report.write(journal, following, home)
        say(f"报告：{html}、{text}")
        if not once:
            say("平台继续运行；按 Ctrl-C 停止它启动的全部进程。")
            with suppress(KeyboardInterrupt):
                platform.watch()
            say("正在停止 …")
    return not journal.missing()


def run_flows(
    platform: LocalPlatform, home: Path, say: Callable[[str], None], console: Console
) -> DemoJournal:
    """Run the four flows on a running platform and return the journal."""
    journal = DemoJournal(datetime.now(UTC))
    with City(platform.addresses, home) as city, console.status("正在演示 …"):
        for told in FLOWS:
            journal.flows.append(flow := told.flow())
            say(flow.title)
            _run_flow(told.run, FlowRunner(city, flow, say, outages(platform)))
        journal.reactions = reactions(city)
    return journal


def reactions(city: City) -> list[dict[str, str]]:
    """Return the obligations of the coordination office once none is open, or after a deadline.

    Periods of cases, and of surveys not yet done, last longer than a demo and are left out.
    """
    until(
        lambda: not any(reaction["ended_at"] is None for reaction in _owed(city)) or None,
        REACTIONS_S,
    )
    return _owed(city)


def _owed(city: City) -> list[dict[str, str]]:
    found = city["coordination"].items("/v1/obligations")
    return [owed for owed in found if not (_is_of_a_case(owed) or _is_for_months(owed))]


def _is_of_a_case(owed: dict[str, str]) -> bool:
    return owed["thread"].startswith("case:")


def _is_for_months(owed: dict[str, str]) -> bool:
    return owed["rule"] == "survey" and owed["ended_at"] is None


def outages(platform: LocalPlatform) -> Outage:
    """Return a context manager factory that kills a department's process and restarts it."""

    @contextmanager
    def outage(department: str) -> Iterator[None]:
        service = platform.services[department]
        service.kill()
        try:
            yield
        finally:
            service.start()
            ready = ready_at(platform.addresses[department])
            service.wait_until(ready, deadline_s=READY_S, what="it was ready again")

    return outage


def _run_flow(run_flow: Callable[[FlowRunner], None], runner: FlowRunner) -> None:
    flow: FlowRecord = runner.flow
    try:
        run_flow(runner)
    except (FlowStoppedError, httpx.HTTPError) as error:
        flow.broken = str(error) or repr(error)
        runner.say(f"  未能走完：{flow.broken}")


def _keys(home: Path) -> dict[str, str]:
    return create_dev_keys(home, system_clock())
