"""Free ports on the loopback interface."""

import random
import socket

LOOPBACK = "127.0.0.1"
_BELOW_EPHEMERAL = range(20_000, 32_768)
_ATTEMPTS = 500


def is_free(port: int) -> bool:
    """Return whether a server could bind this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Return distinct loopback ports that are not in use.

    They lie below the kernel's range for outgoing connections, so that a restarted server does not
    find its port in use by a client. Raises OSError when too few are free.
    """
    found: list[int] = []
    chooser = random.SystemRandom()
    for _ in range(_ATTEMPTS):
        port = chooser.choice(_BELOW_EPHEMERAL)
        if port not in found and is_free(port):
            found.append(port)
        if len(found) == count:
            return found
    raise OSError(f"no {count} free ports between {_BELOW_EPHEMERAL[0]} and {_BELOW_EPHEMERAL[-1]}")
