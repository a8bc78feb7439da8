"""Clerks who act over HTTP, each request repeated with its key until 2xx: `clerks.py <order.json>`.

Beside their own acts they do the errands that lie in a folder: acts whose events will stumble.
"""

import json
import sys
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import httpx

from shared.clock.system import system_clock
from shared.local.dev_keys import development_token
from shared.web.auth import Caller, Role
from testbed.command_plan import Act, Journal, acts_of, wait_s

ERRANDS_EVERY_S = 0.2
TIMEOUT_S = 10.0
WHO = Caller("clerk-1", "water", frozenset([Role.CLERK]))


@dataclass(frozen=True, slots=True)
class Order:
    """What the clerks have to do, and how fast each."""

    clerks: int
    seed: int
    events: int
    subjects: int
    per_second: float
    began_at: float
    address: str
    home: str
    journals: str
    errands: str


class Desk:
    """Where clerks hand in their requests."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._web = httpx.Client(timeout=TIMEOUT_S)
        lifetime = timedelta(hours=12)
        token = development_token(Path(order.home), WHO, system_clock(), lifetime)
        self._headers = {"Authorization": f"Bearer {token}"}

    def until_answered(self, act: Act, stumble: int = 0) -> None:
        """Repeat a request until it is answered 2xx; a refusal ends the process with its text."""
        where = f"{self._order.address}/v1/wells/{act.wells[0]}/sealings"
        headers = {**self._headers, "Idempotency-Key": act.key}
        while True:
            try:
                asked = {"note": act.key, "stumble": stumble}
                answer = self._web.post(where, json=asked, headers=headers)
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            if answer.is_success:
                return
            if answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                sys.exit(f"refused: {act.key}: {answer.text}")
            time.sleep(0.05)


def work(order: Order, desk: Desk, name: str) -> None:
    """Do all acts of one clerk."""
    journal = Journal(Path(order.journals) / f"{name}.log")
    done = len(journal.known)
    for act in acts_of(name, order.seed, order.events, order.subjects, most=1):
        if act.key not in journal.known:
            desk.until_answered(act)
            journal.note(act)
            done += 1
            time.sleep(wait_s(order.began_at, done, order.per_second, time.time()))


def run_errands(order: Order, desk: Desk) -> None:
    """Do what lies in the folder, for ever."""
    journal = Journal(Path(order.journals) / "errands.log")
    while True:
        for file in sorted(Path(order.errands).glob("*.json")):
            errand = json.loads(file.read_text())
            act = Act(errand["key"], (errand["well"],))
            if act.key not in journal.known:
                desk.until_answered(act, errand["stumble"])
                journal.note(act)
            file.unlink()
        time.sleep(ERRANDS_EVERY_S)


def main(order: Order) -> None:
    """Let all clerks work until all is done, and errands be done until the end."""
    desk = Desk(order)
    names = [f"clerk{number}" for number in range(order.clerks)]
    workers = [threading.Thread(target=work, args=(order, desk, name)) for name in names]
    for worker in workers:
        worker.start()
    run_errands(order, desk)


if __name__ == "__main__":
    main(Order(**json.loads(Path(sys.argv[1]).read_text())))
