"""Samples the processor time of a department's process by stage, at the resolution of the kernel.

Under nameko all work runs in the main thread, so the signal interrupts the frame that is working.
The innermost frame of a known file determines the stage; without one it is `rest`.
"""

import atexit
import json
import os
import signal
from collections import Counter
from pathlib import Path
from types import FrameType

EVERY_S = 0.001
DUMP_EVERY = 20
STAGES = (
    ("/site-packages/pymongo/", "store driver"),
    ("/site-packages/bson/", "store driver"),
    ("/site-packages/pika/", "broker driver"),
    ("/site-packages/marshmallow/", "validate"),
    ("/site-packages/cattrs/", "documents to rows"),
    ("<cattrs", "documents to rows"),
    ("/liandong/envelope/", "envelope"),
    ("/liandong/keys/", "signature"),
    ("/liandong/messages/verify.py", "signature"),
    ("/liandong/", "send and receive"),
    ("/shared/messages/contract.py", "validate"),
    ("/shared/messages/schema.py", "validate"),
    ("/shared/messages/fast_reader.py", "validate"),
    ("/shared/messages/codec.py", "documents to rows"),
    ("/shared/handling/prefetch.py", "read ahead"),
    ("/shared/store/session.py", "unit of work"),
    ("/shared/store/", "store"),
    ("/shared/handling/unit_of_work.py", "unit of work"),
    ("/shared/delivery/outbox/relay.py", "relay"),
    ("/shared/delivery/inbox/dispatcher.py", "desk"),
    ("/shared/delivery/lanes/lanes.py", "desk"),
    ("/shared/delivery/inbox/receiver.py", "desk"),
    ("/shared/delivery/inbox/event.py", "desk"),
    ("/shared/delivery/inbox/processor.py", "desk"),
    ("/services/", "handler"),
    ("/eventlet/", "eventlet"),
    ("/greenlet/", "eventlet"),
    ("/nameko/", "nameko"),
)


def stage_of(frame: FrameType | None) -> str:
    """Return the stage of the innermost frame of a known file, else `rest`."""
    while frame is not None:
        file = frame.f_code.co_filename
        for part, stage in STAGES:
            if part in file:
                return stage
        frame = frame.f_back
    return "rest"


def sample(folder: Path, department: str) -> None:
    """Install the sampler; it counts from the driver's start signal on."""
    counted: Counter[str] = Counter()
    go, out = folder / "go", folder / f"{department}.stages.json"
    began = False

    def take(_number: int, frame: FrameType | None) -> None:
        nonlocal began
        began = began or os.path.exists(go)  # noqa: PTH110  fast: this is a signal handler
        if not began:
            return
        counted[stage_of(frame)] += 1
        if counted.total() % DUMP_EVERY == 0:
            out.write_text(json.dumps(counted))

    signal.signal(signal.SIGPROF, take)

    def end() -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)  # else a sample could interrupt this write
        out.write_text(json.dumps(counted))

    atexit.register(end)
    signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)
