"""TLS between this machine's departments and its private broker, for local tests."""

from datetime import datetime
from pathlib import Path

from shared.local.broker.tls import ServerFiles
from shared.local.certificates import FOLDER, issue

BROKER = "broker"


def broker_files(home: Path, now: datetime) -> ServerFiles:
    """Issue the broker's certificate; create the signing authority if there is none."""
    return ServerFiles(issue(home / FOLDER, BROKER, now))


def client_settings(tls: ServerFiles | None) -> dict[str, str]:
    """Return the setting that names the authority which a service must trust."""
    return {} if tls is None else {"LIANDONG_AMQP_CA_FILE": str(tls.files.ca.absolute())}
