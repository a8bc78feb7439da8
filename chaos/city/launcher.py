"""Run a department of the made-up city: `launcher.py <host> <department> <prefetch>`."""

import importlib
import sys

host = importlib.import_module(sys.argv.pop(1))  # nameko's patches the world: before all else

import faulthandler  # noqa: E402
import signal  # noqa: E402
from functools import partial  # noqa: E402

import shared.delivery.inbox.consumers  # noqa: E402
from liandong.consumer import Consumer  # noqa: E402

if __name__ == "__main__":
    faulthandler.register(signal.SIGUSR1)  # who hangs can be asked where
    shared.delivery.inbox.consumers.Consumer = partial(Consumer, prefetch=int(sys.argv.pop(2)))
    host.main()
