"""The ring of trusted keys, which verifies signatures."""

from collections.abc import Iterable
from datetime import datetime

from liandong.errors import BadKeyFile, BadSignature
from liandong.keys.key_verifier import KeyVerifier, TrustedKey


class KeyRing:
    """The trusted public keys of all departments and partners; thread-safe."""

    def __init__(self, keys: Iterable[TrustedKey]) -> None:
        self._holders = _holders(keys)

    def __len__(self) -> int:
        return len(self._holders)

    def replace(self, keys: Iterable[TrustedKey]) -> None:
        """Replace the trusted keys; cached verifications are kept for unchanged entries only."""
        holders = _holders(keys)
        for key_id, holder in self._holders.items():
            if key_id in holders and holders[key_id].key == holder.key:
                holders[key_id] = holder
        self._holders = holders

    def authenticate(
        self, key_id: str, body: bytes, signature: bytes, proof: bytes | None = None
    ) -> TrustedKey:
        """Return the key that signed these bytes, or raise `BadSignature`; nothing is parsed.

        Without a proof the signature covers the body itself. With one it covers the Merkle root of
        a batch to which the proof leads; it is verified once per batch and then cached.
        """
        holder = self._believed(key_id)
        if proof is None:
            holder.verify_alone(body, signature)
        else:
            holder.verify_in_batch(body, signature, proof)
        return holder.key

    def authenticate_root(
        self, key_id: str, root: bytes, count: int, signature: bytes
    ) -> TrustedKey:
        """Return the key that signed the root over `count` bodies, or raise `BadSignature`."""
        holder = self._believed(key_id)
        holder.verify_root(root, count, signature)
        return holder.key

    def _believed(self, key_id: str) -> KeyVerifier:
        holder = self.find(key_id)
        if holder is None:
            raise BadSignature(f"unknown key {key_id}")
        holder.refuse_revoked()
        return holder

    def verify(
        self,
        key_id: str,
        department: str,
        body: bytes,
        signature: bytes,
        at: datetime,
        proof: bytes | None = None,
    ) -> None:
        """Raise `BadSignature` unless `department` signed these bytes with a key in use `at`."""
        check_claim(self.authenticate(key_id, body, signature, proof), department, at)

    def find(self, key_id: str) -> KeyVerifier | None:
        """Return a key with its cache of verified batches, or None."""
        return self._holders.get(key_id)


def check_claim(key: TrustedKey, department: str, at: datetime) -> None:
    """Raise `BadSignature` unless the key belongs to this department and was in use `at`."""
    if key.department != department:
        raise BadSignature(f"key {key.key_id} belongs to {key.department}, not to {department}")
    if not key.covers(at):
        raise BadSignature(f"key {key.key_id} was not valid at {at.isoformat()}")


def _holders(keys: Iterable[TrustedKey]) -> dict[str, KeyVerifier]:
    holders: dict[str, KeyVerifier] = {}
    for key in keys:
        if key.key_id in holders:
            raise BadKeyFile(f"key {key.key_id} is listed twice")
        holders[key.key_id] = KeyVerifier(key)
    return holders
