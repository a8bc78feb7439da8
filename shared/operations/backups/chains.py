"""Backup chains: a full backup and the incremental backups based on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from shared.operations.backups.manifest import BackupError, Manifest

LATEST = "latest"


def chain_of(backups: Mapping[str, Manifest], name: str) -> list[Manifest]:
    """List a backup's chain, full backup first; raises `BackupError` that names a missing link."""
    chain: list[Manifest] = []
    while name:
        if name not in backups:
            raise BackupError(
                f"the backup {name} is not there; `liandong backup list` shows those that are"
            )
        chain.insert(0, backups[name])
        name = backups[name].since
    return chain


def choose_base(
    backups: Mapping[str, Manifest], since: str, now: datetime, full_after: timedelta | None = None
) -> Manifest | None:
    """Choose the base of a new incremental backup; None requests a full backup.

    `since` names the base, or is `latest`. With `latest`, a full backup is requested if there is no
    backup or the last full one is at least `full_after` old. Raises `BackupError` that names a
    missing link.
    """
    if not since or (since == LATEST and not backups):
        return None
    chain = chain_of(backups, max(backups) if since == LATEST else since)
    aged = full_after is not None and now - chain[0].at >= full_after
    return None if since == LATEST and aged else chain[-1]


def newest_of(
    backups: Mapping[str, Manifest], department: str, until: datetime | None = None
) -> str:
    """Name the last backup of a department, or the last one at or before `until`."""
    found = {
        name: part.at
        for name, manifest in backups.items()
        if (part := manifest.part(department)) and (until is None or part.at <= until)
    }
    if not found:
        when = f" from {until.isoformat()} or before" if until else ""
        raise BackupError(f"there is no backup of {department}{when}: see `liandong backup list`")
    return max(found, key=lambda name: found[name])


def expired(backups: Mapping[str, Manifest], keep: int) -> list[str]:
    """List the backups that none of the last `keep` full ones needs, dependent ones first.

    A full backup expires together with all backups based on it, never before them.
    """
    full = sorted(
        (backup for backup in backups.values() if not backup.since),
        key=lambda manifest: manifest.at,
    )
    kept = {manifest.name for manifest in full[max(0, len(full) - keep) :]}
    ordered: Sequence[Manifest] = sorted(
        backups.values(), key=lambda manifest: manifest.at, reverse=True
    )
    return [manifest.name for manifest in ordered if _root(backups, manifest.name) not in kept]


def _root(backups: Mapping[str, Manifest], name: str) -> str:
    """Return the name of a backup's full backup; its own name if the chain is broken."""
    while name in backups and backups[name].since in backups:
        name = backups[name].since
    return name
