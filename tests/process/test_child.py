"""A supervised process ends with all its descendants, and reports its failure."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from shared.local.errors import AlreadyRunningError, ChildFailedError
from shared.local.folder_lock import FolderLock
from shared.local.ports import LOOPBACK, free_ports, is_free
from shared.local.processes.child import Child
from shared.local.processes.sessions import session_members


def python(code: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(code)]


def test_a_child_is_waited_for_and_its_output_is_kept(tmp_path):
    child = Child(
        "a clerk",
        python("print('盖章', flush=True); input_ = __import__('time').sleep(60)"),
        log=tmp_path / "log" / "clerk.log",
    )
    child.start()

    child.wait_until(lambda: "盖章" in child.last_lines(), deadline_s=10, what="it stamped")

    assert child.running
    child.stop()
    assert not child.running


def test_a_child_that_ends_too_early_is_reported_with_the_end_of_its_log(tmp_path):
    child = Child("a clerk", python("print('印章丢失'); raise SystemExit(3)"), log=tmp_path / "log")
    child.start()

    with pytest.raises(ChildFailedError) as failure:
        child.wait_until(lambda: False, deadline_s=10, what="it was ready")

    assert "a clerk ended with code 3 before it was ready" in str(failure.value)
    assert "印章丢失" in str(failure.value)


def test_a_child_that_never_gets_ready_is_reported_at_the_deadline(tmp_path):
    child = Child("a clerk", python("__import__('time').sleep(60)"), log=tmp_path / "log")
    child.start()

    with pytest.raises(ChildFailedError, match=r"took over 0\.1 s before it was ready"):
        child.wait_until(lambda: False, deadline_s=0.1, what="it was ready")

    child.kill()


def test_stopping_kills_a_child_that_will_not_listen_and_its_descendants(tmp_path):
    stubborn = """
        import signal, subprocess, sys, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        print("deaf", flush=True)
        time.sleep(60)
    """
    child = Child("a deaf clerk", python(stubborn), log=tmp_path / "log")
    child.start()
    child.wait_until(lambda: "deaf" in child.last_lines(), deadline_s=10, what="it was deaf")
    assert len(session_members(child.pid)) == 2

    child.stop(grace_s=0.2)

    assert child.exit_code == -signal.SIGKILL
    assert session_members(child.pid) == []


def test_a_child_may_end_in_good_order_when_asked(tmp_path):
    polite = """
        import signal, sys, time
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
        print("here", flush=True)
        time.sleep(60)
    """
    child = Child("a polite clerk", python(polite), log=tmp_path / "log")
    child.start()
    child.wait_until(lambda: "here" in child.last_lines(), deadline_s=10, what="it was here")

    child.stop()

    assert child.exit_code == 7


def test_a_stopped_child_can_be_started_again(tmp_path):
    child = Child("a clerk", python("__import__('time').sleep(60)"), log=tmp_path / "log")
    child.start()
    first = child.pid
    child.kill()

    child.start()

    assert child.running
    assert child.pid != first
    child.stop()


def test_a_killed_supervisor_leaves_no_child_alive(tmp_path, living_in, wait_for):
    supervisor = f"""
        import sys, time
        from pathlib import Path
        from shared.local.processes.child import Child
        child = Child("x", [sys.executable, "-c", "import time; time.sleep(60)", {str(tmp_path)!r}],
                      log=Path({str(tmp_path)!r}) / "log")
        child.start()
        print(child.pid, flush=True)
        time.sleep(60)
    """
    parent = subprocess.Popen([*python(supervisor)], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    wait_for(lambda: child in living_in(tmp_path))

    parent.kill()
    parent.wait()

    wait_for(lambda: session_members(child) == [])
    parent.stdout.close()


def test_a_missing_program_is_reported_and_not_raised_from_the_fork(tmp_path):
    child = Child("a ghost", ["/nowhere/ghost"], log=tmp_path / "log")
    child.start()

    with pytest.raises(ChildFailedError, match="No such file"):
        child.wait_until(lambda: False, deadline_s=10, what="it was ready")


def test_a_folder_has_one_holder_at_a_time(tmp_path):
    first = FolderLock(tmp_path).acquire()

    with pytest.raises(AlreadyRunningError, match=f"process {os.getpid()}"):
        FolderLock(tmp_path).acquire()

    first.release()
    assert not FolderLock(tmp_path).is_held()


def test_free_ports_are_distinct_and_can_be_bound():
    ports = free_ports(20)

    assert len(set(ports)) == 20
    assert all(is_free(port) for port in ports)
    assert LOOPBACK == "127.0.0.1"


def test_the_folder_of_a_lock_is_made_when_missing(tmp_path: Path):
    FolderLock(tmp_path / "new" / "folder").acquire().release()

    assert (tmp_path / "new" / "folder").is_dir()


def test_a_child_that_fails_is_told_with_its_first_error_of_this_start(tmp_path):
    (tmp_path / "log").write_text("an error of yesterday\n")
    noisy = (
        "print('fatal: no such table'); [print('echo', n) for n in range(60)]; raise SystemExit(3)"
    )
    child = Child("a noisy clerk", python(noisy), log=tmp_path / "log")
    child.start()

    with pytest.raises(ChildFailedError, match="fatal: no such table") as told:
        child.wait_until(lambda: False, deadline_s=10, what="it was here")

    assert "yesterday" not in str(told.value)
    assert "echo 59" in str(told.value)
