"""What a private broker node is called and where it listens, remembered over restarts."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from shared.broker.passwords import new_password
from shared.local.ports import free_ports, is_free
from shared.local.private_files import write_private


@dataclass(frozen=True, slots=True)
class NodeIdentity:
    """What must stay the same over restarts of one folder; the data is bound to the node name."""

    node: str
    password: str
    password_hash: str
    port: int
    dist_port: int
    epmd_port: int
    management_port: int


def new_identity(ports: list[int]) -> NodeIdentity:
    """Make what a new folder is known by: three ports, a password, a node name of its own."""
    secret = new_password()
    node = f"liandong-{secret.password_hash[:6].encode().hex()}@localhost"
    port, dist_port, epmd_port, *_ = ports
    return NodeIdentity(
        node, secret.password, secret.password_hash, port, dist_port, epmd_port, management_port=0
    )


def load_identity(home: Path) -> NodeIdentity | None:
    """Return what the last start of this folder wrote, if any."""
    memory = home / "node.json"
    return NodeIdentity(**json.loads(memory.read_text())) if memory.exists() else None


def save_identity(home: Path, identity: NodeIdentity) -> None:
    """Remember the identity; the file holds a password and is the owner's alone."""
    write_private(home / "node.json", json.dumps(asdict(identity), indent=2))


def choose_identity(home: Path, port: int, management_port: int | None) -> NodeIdentity:
    """Keep what the folder remembers, with fresh ports in place of those that were taken.

    A `port` of 0 means any. A `management_port` of None means that there is no management page.
    """
    fresh = free_ports(4)
    known = load_identity(home) or new_identity(fresh)
    management = 0
    if management_port is not None:
        management = management_port or _stored(known.management_port, fresh[3])
    return replace(
        known,
        port=port or _stored(known.port, fresh[0]),
        dist_port=_stored(known.dist_port, fresh[1]),
        epmd_port=_stored(known.epmd_port, fresh[2]),
        management_port=management,
    )


def _stored(port: int, fresh: int) -> int:
    return port if port and is_free(port) else fresh
