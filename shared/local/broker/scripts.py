"""Location of the programs of an installed RabbitMQ server."""

import shutil
from pathlib import Path

_DEBIAN = Path("/usr/lib/rabbitmq/bin")


def find_scripts() -> Path | None:
    """Return the folder of the server's own scripts; Debian's wrappers on PATH switch the user."""
    if (_DEBIAN / "rabbitmq-server").exists():
        return _DEBIAN
    installed = shutil.which("rabbitmq-server")
    return Path(installed).resolve().parent if installed else None
