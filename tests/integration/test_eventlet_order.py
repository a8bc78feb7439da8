"""pymongo imported before eventlet's monkey-patching is refused at start with a clear message."""

import subprocess
import sys

import pytest

STORE = (
    "from shared.store.mongo.store import MongoStore; MongoStore('mongodb://127.0.0.1:1/', 'water')"
)


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize("first", ["pymongo", "shared.store.mongo.store"])
def test_pymongo_before_the_patch_is_refused_at_start(first):
    done = run(f"import {first}; import eventlet; eventlet.monkey_patch(); {STORE}")

    assert done.returncode != 0
    assert "eventlet.monkey_patch() must run before pymongo is imported" in done.stderr
    assert "liandong run" in done.stderr


@pytest.mark.parametrize(
    "before", ["import eventlet; eventlet.monkey_patch()", "import eventlet", "pass"]
)
def test_the_right_order_and_no_eventlet_at_all_are_let_through(before):
    done = run(f"{before}; {STORE}")

    assert done.returncode == 0, done.stderr


def test_the_host_patches_before_it_imports_anything_else():
    done = run(
        "import sys, shared.runtime.nameko.main, pymongo.pool;"
        "from eventlet.patcher import is_monkey_patched;"
        "assert is_monkey_patched('socket');"
        f"{STORE}"
    )

    assert done.returncode == 0, done.stderr
