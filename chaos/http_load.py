"""Clerks who send commands over HTTP, each until it is answered 2xx: `http_load.py <order.json>`.

They also send the commands that a fault injects by files in a folder, whose events fail at their
subscribers.
"""

import json
import sys
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx

from shared.clock.system import system_clock
from shared.local.dev_keys import development_token
from shared.vocabulary.divisions import city_code
from shared.web.auth import Caller, Role
from testbed.command_plan import AnswerJournal, PlannedCommand, delay_s, plan_commands
from testbed.load_generator import retry, settled_response

POLL_S = 0.2
RETRY_S = 0.05
TIMEOUT_S = 10.0
CLERK = Caller("clerk-1", "water", frozenset([Role.CLERK]), city_code())


@dataclass(frozen=True, slots=True)
class HttpLoadOrder:
    """The load of the clerks: their number, and for each the events and the rate per second."""

    clerks: int
    seed: int
    events: int
    subjects: int
    per_second: float
    began_at: float
    address: str
    home: str
    journals: str
    injected: str


class SealingClient:
    """The HTTP client that all clerks share."""

    def __init__(self, order: HttpLoadOrder) -> None:
        self._address = order.address
        self._web = httpx.Client(timeout=TIMEOUT_S)
        lifetime = timedelta(hours=12)
        token = development_token(Path(order.home), CLERK, system_clock(), lifetime)
        self._headers = {"Authorization": f"Bearer {token}"}

    def send(self, command: PlannedCommand, stumble: int = 0) -> None:
        """Retry a request until the answer is 2xx; on a refusal exit with its text."""
        where = f"{self._address}/v1/wells/{command.wells[0]}/sealings"
        headers = {**self._headers, "Idempotency-Key": command.key}
        body = {"note": command.key, "stumble": stumble}
        response = retry(
            lambda: settled_response(lambda: self._web.post(where, json=body, headers=headers)),
            lambda: time.sleep(RETRY_S),
        )
        if response is not None and not response.is_success:
            sys.exit(f"refused: {command.key}: {response.text}")


def send_planned(order: HttpLoadOrder, client: SealingClient, name: str) -> None:
    """Send all commands of one clerk."""
    journal = AnswerJournal(Path(order.journals) / f"{name}.log")
    done = len(journal.known)
    for command in plan_commands(name, order.seed, order.events, order.subjects, most=1):
        if command.key not in journal.known:
            client.send(command)
            journal.append(command)
            done += 1
            time.sleep(delay_s(order.began_at, done, order.per_second, time.time()))


def send_injected(order: HttpLoadOrder, client: SealingClient) -> None:
    """Send the commands in the folder of injected commands; never returns."""
    journal = AnswerJournal(Path(order.journals) / "errands.log")
    while True:
        for file in sorted(Path(order.injected).glob("*.json")):
            content = json.loads(file.read_text())
            command = PlannedCommand(content["key"], (content["well"],))
            if command.key not in journal.known:
                client.send(command, content["stumble"])
                journal.append(command)
            file.unlink()
        time.sleep(POLL_S)


def main(order: HttpLoadOrder) -> None:
    """Start all clerks, then send injected commands; never returns."""
    client = SealingClient(order)
    names = [f"clerk{number}" for number in range(order.clerks)]
    clerks = [threading.Thread(target=send_planned, args=(order, client, name)) for name in names]
    for clerk in clerks:
        clerk.start()
    send_injected(order, client)


if __name__ == "__main__":
    main(HttpLoadOrder(**json.loads(Path(sys.argv[1]).read_text())))
