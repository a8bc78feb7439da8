"""Join Liandong, the bus on which a city's departments act together on polluted soil.

from pathlib import Path
from signal import pause

import liandong as ld

url = "amqps://procuratorate:secret@bus.liandong.cn/140700"
ring = ld.TrustList(Path("trust.json"))
keys = ld.OpeningKeyFile(Path("procuratorate.seal.pem"))
with ld.connect(url, name="procuratorate setup") as connection:
    wanted = [("environment", "case.referred.v1")]
    ld.declare(connection.channel(), ld.inbox_topology("procuratorate", wanted))

def handle(deliveries):
    for delivery in deliveries:
        event = ld.open_message(delivery.body, delivery.headers, ring)
        if ld.is_sealed(event):  # names and evidence are for those alone whom the law names
            event = ld.unseal(event, keys)
        print(event.subject, event.data)  # your work; the same event may come twice
    return [ld.Verdict.ACK] * len(deliveries)

ld.Consumer(url, queues=ld.inbox_queues_of("procuratorate"), handle=handle).start()
pause()  # the consumer works in threads of its own
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from liandong.api import *  # noqa: F403  api.py holds the only list of public names

_EARLIER = {"Unknown": "Unconfirmed"}
"""Names of release 0.1.0 that programs may still use."""


def __getattr__(name: str) -> Any:
    """Load `liandong.api` at the first access to a public name.

    So a program that imports a single module of this package does not load the others.
    """
    if name == "__all__":
        return __dir__()
    name = _EARLIER.get(name, name)
    if name not in __dir__():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("liandong.api"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return [*import_module("liandong.api").__all__]
