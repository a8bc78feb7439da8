"""Sealing keys of fake departments: real keys that live as long as the process."""

from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from liandong.keys.sealing_keys import OpeningKeys, RecipientKey, Recipients, sealing_key_id
from shared.catalog.catalog import department_names, partner_names
from shared.handling.sealing import Sealer

FROM = datetime(2020, 1, 1, tzinfo=UTC)


@cache
def fake_private_key(_owner: str) -> X25519PrivateKey:
    """Return the private key that opens content sealed for a department or partner."""
    return X25519PrivateKey.generate()


def made_up_keys(owner: str) -> OpeningKeys:
    """Return all private keys of a department or partner."""
    return OpeningKeys([fake_private_key(owner)], owner)


@cache
def all_public_keys() -> Recipients:
    """Return the public keys of all departments and partners."""
    owners = (*department_names(), *partner_names())
    return Recipients(recipient_key(owner) for owner in owners)


def recipient_key(owner: str) -> RecipientKey:
    """Return the public key of a department or partner as an entry of the list."""
    public = fake_private_key(owner).public_key()
    return RecipientKey(sealing_key_id(owner, public), owner, public, FROM)


def made_up_sealer(owner: str) -> Sealer:
    """Return a sealer with everyone's public keys and the private key of `owner`."""
    return Sealer(all_public_keys(), made_up_keys(owner))
