"""Run a program that dies with the process that started it.

Started as `python -I -S leash.py <parent pid> <program> <arguments…>`; becomes the program. On
Linux the kernel then kills the program when its parent's starting thread ends, even by SIGKILL.
Elsewhere the program is started without that promise.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Tie this process to its parent, then become the command."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            raise SystemExit("the starting process ended before its child began")
    os.execvp(command[0], command)  # noqa: S606 - becoming the program is what this file is for


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
