"""Run a program that dies with the process that started it.

Started as `python -I -S die_with_parent.py <parent pid> <program> <arguments…>`; replaces itself by
the program. On Linux the kernel then kills the program when the parent thread that started it ends,
even by SIGKILL. On other systems the program runs without this guarantee.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Bind this process to its parent, then exec the command."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            raise SystemExit("the starting process ended before its child began")
    os.execvp(command[0], command)  # noqa: S606 - replacing the process is the purpose of this file


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
