"""Development keys of all departments, and a development issuer of clerks' tokens."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import OKPAlgorithm

from liandong.keys.sealing_key_files import make_sealing_keys
from liandong.messages.verify import make_keys
from shared.catalog.catalog import department_names, partner_names
from shared.web.auth import ISSUERS_FILE, Caller, make_token

ISSUER = "liandong-dev"
KEY_ID = "dev-1"
KEY_FILE = "issuer.key.pem"


def create_dev_keys(home: Path, now: datetime) -> dict[str, str]:
    """Create missing keys under `home`; return the settings that refer to them. Idempotent."""
    keys, tokens = home / "keys", home / "tokens"
    owners = (*department_names(), *partner_names())
    make_keys(keys, owners, now)
    make_sealing_keys(keys, owners, now)
    tokens.mkdir(parents=True, exist_ok=True)
    if not (tokens / KEY_FILE).exists():
        _make_issuer(tokens)
    return {"LIANDONG_KEYS": str(keys), "LIANDONG_TOKENS": str(tokens)}


def development_token(home: Path, caller: Caller, now: datetime, lifetime: timedelta) -> str:
    """Issue a token of the development issuer; raises `FileNotFoundError` if there is none."""
    pem = (home / "tokens" / KEY_FILE).read_bytes()
    signing_key = load_pem_private_key(pem, password=None)
    return make_token(signing_key, KEY_ID, ISSUER, caller, now, lifetime)


def _make_issuer(tokens: Path) -> None:
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(tokens / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    public = OKPAlgorithm.to_jwk(private.public_key(), as_dict=True)
    listed = {ISSUER: {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "EdDSA"}]}}
    (tokens / ISSUERS_FILE).write_bytes(orjson.dumps(listed, option=orjson.OPT_INDENT_2))
