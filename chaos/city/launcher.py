"""Run a department of the made-up city: `launcher.py <host> <department> <prefetch> <attempts>`."""

import importlib
import sys

host = importlib.import_module(sys.argv.pop(1))  # nameko's patches the world: before all else

import faulthandler
import signal
from functools import partial
from pathlib import Path

import shared.delivery.inbox.consumers
from liandong.consuming.consumer import Consumer
from services import hearing

if __name__ == "__main__":
    faulthandler.register(signal.SIGUSR1)  # who hangs can be asked where
    shared.delivery.inbox.consumers.Consumer = partial(Consumer, prefetch=int(sys.argv.pop(2)))
    hearing.count_attempts_in(Path(sys.argv.pop(2)))
    host.main()
