"""TLS between this machine's departments and its private broker, for trying out."""

from datetime import datetime
from pathlib import Path

from shared.local.broker.tls import ServerFiles
from shared.local.certificates import FOLDER, issue

BROKER = "broker"


def broker_files(home: Path, now: datetime) -> ServerFiles:
    """Make a certificate of the broker, and the authority that signs it if there is none."""
    return ServerFiles(issue(home / FOLDER, BROKER, now))


def client_settings(tls: ServerFiles | None) -> dict[str, str]:
    """Tell a service whom to believe."""
    return {} if tls is None else {"LIANDONG_AMQP_CA_FILE": str(tls.files.ca.absolute())}
