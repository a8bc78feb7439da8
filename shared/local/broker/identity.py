"""Name, ports and password of a private broker node, stored across restarts."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from shared.broker.passwords import new_password
from shared.local.ports import free_ports, is_free
from shared.local.private_files import write_private


@dataclass(frozen=True, slots=True)
class NodeIdentity:
    """Values that survive restarts of one folder; the node's data is bound to its node name."""

    node: str
    password: str
    password_hash: str
    port: int
    dist_port: int
    epmd_port: int
    management_port: int


def new_identity(ports: list[int]) -> NodeIdentity:
    """Return the identity of a new folder: three ports, a password and a unique node name."""
    secret = new_password()
    node = f"liandong-{secret.password_hash[:6].encode().hex()}@localhost"
    port, dist_port, epmd_port, *_ = ports
    return NodeIdentity(
        node, secret.password, secret.password_hash, port, dist_port, epmd_port, management_port=0
    )


def load_identity(home: Path) -> NodeIdentity | None:
    """Return the identity that the last start of this folder stored, or None."""
    memory = home / "node.json"
    return NodeIdentity(**json.loads(memory.read_text())) if memory.exists() else None


def save_identity(home: Path, identity: NodeIdentity) -> None:
    """Store the identity in a file with the password, readable only by its owner."""
    write_private(home / "node.json", json.dumps(asdict(identity), indent=2))


def choose_identity(home: Path, port: int, management_port: int | None) -> NodeIdentity:
    """Return the folder's stored identity, with new ports in place of those in use.

    A `port` of 0 means any free port. A `management_port` of None disables the management page.
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
