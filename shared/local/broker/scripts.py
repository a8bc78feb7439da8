"""Where the programs of an installed RabbitMQ server lie."""

import shutil
from pathlib import Path

_DEBIAN = Path("/usr/lib/rabbitmq/bin")


def find_scripts() -> Path | None:
    """Find the server's own scripts; Debian's in the path insist on changing the user."""
    if (_DEBIAN / "rabbitmq-server").exists():
        return _DEBIAN
    installed = shutil.which("rabbitmq-server")
    return Path(installed).resolve().parent if installed else None
