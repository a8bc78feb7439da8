"""The generated files of `deploy/k8s`: rendering, writing and finding stale ones."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from shared.catalog.catalog import department_names
from shared.k8s.accounts import passwords, store_users
from shared.k8s.broker import broker_resources
from shared.k8s.policies import of_department, of_platform
from shared.k8s.settings import peers_of, settings_of

FOLDER = Path("deploy/k8s")
DEPARTMENTS, SERVERS = "departments", "platform/servers"
HEAD = "# Written by `liandong k8s write` from the contracts; do not edit.\n"


def files() -> dict[str, str]:
    """Render all generated files: path below `deploy/k8s`, and text."""
    made = {
        f"{SERVERS}/generated/broker.yaml": as_yaml(broker_resources()),
        f"{SERVERS}/generated/network.yaml": as_yaml(of_platform()),
        f"{SERVERS}/generated/passwords.yaml": as_yaml(passwords()),
        f"{SERVERS}/generated/store-users.yaml": as_yaml([store_users()]),
    }
    for name in department_names():
        folder = f"{DEPARTMENTS}/{name}/generated"
        made[f"{folder}/network.yaml"] = as_yaml(of_department(name))
        made[f"{folder}/settings.env"] = HEAD + settings_of(name)
        made[f"{folder}/peers.json"] = peers_of(name)
    return made


def as_yaml(manifests: Iterable[dict[str, Any]]) -> str:
    """Render manifests in the committed form."""
    return HEAD + yaml.dump_all(manifests, Dumper=_Plain, sort_keys=False, width=2**16)


def write(folder: Path) -> list[str]:
    """Write missing and stale files, delete obsolete ones; return their paths."""
    changed = stale(folder)
    made = files()
    for name in changed:
        path = folder / name
        if name in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[name], encoding="utf-8")
        else:
            path.unlink()
    return changed


def stale(folder: Path) -> list[str]:
    """List the files that differ from those rendered from the contracts."""
    made = files()
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.glob("**/generated/*")
        if path.is_file()
    }
    return sorted(
        name
        for name in there | set(made)
        if name not in made or name not in there or _read(folder / name) != made[name]
    )


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


class _Plain(yaml.SafeDumper):
    """A dumper without YAML aliases, since people read these files."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True
