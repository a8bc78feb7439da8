"""The names of all settings of a service, extracted from the source code."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READERS = (
    "shared/config/settings.py",
    "shared/config/server_settings.py",
    "shared/config/http_limits.py",
    "shared/config/tls.py",
    "shared/config/mongo_address.py",
    "sdk/liandong/amqp/address.py",
)


def settings_read() -> set[str]:
    """Return every setting name that the configuration code mentions."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in READERS]
    return {name for text in texts for name in re.findall(r"LIANDONG_[A-Z_]+", text)}


def is_own_certificate(name: str) -> bool:
    """Tell whether a setting names the service's own certificate or key."""
    return name.endswith(("_CERT_FILE", "_KEY_FILE"))


def is_for_tls(name: str) -> bool:
    """Tell whether a setting is needed only with TLS and store users."""
    return is_own_certificate(name) or name.endswith(("_CA_FILE", "MONGO_PASSWORD_FILE"))
