"""Runs a department of the chaos city: `launcher.py <host> <department> <prefetch> <attempts>`."""

import importlib
import sys

host = importlib.import_module(sys.argv.pop(1))  # first, as nameko monkey-patches

import faulthandler
import signal
from functools import partial
from pathlib import Path

import shared.delivery.inbox.consumers
from liandong.consuming.consumer import Consumer
from services import event_history

if __name__ == "__main__":
    faulthandler.register(signal.SIGUSR1)  # dumps the stacks of a process that hangs
    shared.delivery.inbox.consumers.Consumer = partial(Consumer, prefetch=int(sys.argv.pop(2)))
    event_history.count_attempts_in(Path(sys.argv.pop(2)))
    host.main()
