"""Authentication: bearer tokens (JWT, Ed25519) of issuers whose public keys this city trusts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import jwt
import orjson

from shared.errors import ForbiddenError, UnauthenticatedError
from shared.texts.text_file import without_mark
from shared.web.token_faults import (
    division_in,
    misspelt,
    name_in,
    roles_in,
    token_errors,
    unknown_issuer,
    unknown_key,
)

AUDIENCE = "liandong"
ISSUERS_FILE = "issuers.json"
ALGORITHM = "EdDSA"
LEEWAY = timedelta(seconds=60)
"""How far the clock of an issuer may differ from ours (RFC 7519 4.1.4)."""


class Role(StrEnum):
    """Roles of people in a department."""

    CLERK = "clerk"
    OFFICER = "officer"
    HEAD = "head"
    REGISTRAR = "registrar"
    INVESTIGATOR = "investigator"
    UNIT = "unit"
    LEGAL = "legal"
    OPS = "ops"


READ_ROLES = (Role.CLERK, Role.OFFICER, Role.HEAD)
"""Who may read what is not restricted, within the own department."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A person or system with a verified token, in the office of a department in one division.

    `unknown` are its undefined roles.
    """

    subject: str
    department: str
    roles: frozenset[Role]
    division: str
    unknown: tuple[str, ...] = ()

    def authorize(self, department: str, roles: frozenset[Role]) -> None:
        """Raise `ForbiddenError` unless the caller is of this department and has such a role."""
        if self.department != department:
            raise ForbiddenError(f"令牌属于“{self.department}”，不能在“{department}”办理")
        if not self.roles & roles:
            wanted = "、".join(sorted(roles))
            raise ForbiddenError(f"需要下列角色之一：{wanted}{misspelt(self.unknown)}")


class TrustedIssuers:
    """The trusted token issuers, each with its public keys (a JWKS)."""

    def __init__(self, key_sets: dict[str, jwt.PyJWKSet]) -> None:
        self._key_sets = key_sets

    @classmethod
    def load(cls, folder: Path) -> "TrustedIssuers":
        """Read `issuers.json`: a JSON object that maps issuers to JWKS."""
        listed = orjson.loads(without_mark((folder / ISSUERS_FILE).read_bytes()))
        return cls({issuer: jwt.PyJWKSet.from_dict(keys) for issuer, keys in listed.items()})

    def authenticate(self, header: str | None) -> Caller:
        """Return the caller of an `Authorization` header; raises `UnauthenticatedError`."""
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnauthenticatedError(
                "请在 Authorization 头中提供 Bearer 令牌（开发环境可用 liandong token 生成）"
            )
        with token_errors():
            return caller_of(self._claims(token.strip()))

    def _claims(self, token: str) -> dict[str, Any]:
        issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
        if not isinstance(issuer, str) or issuer not in self._key_sets:
            raise unknown_issuer(issuer)
        key_id = str(jwt.get_unverified_header(token).get("kid", ""))
        try:
            key = self._key_sets[issuer][key_id]
        except KeyError as error:
            raise unknown_key(key_id) from error
        required = ["exp", "iss", "aud", "sub", "department", "division", "roles"]
        return jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            leeway=LEEWAY,
            options={"require": required},
        )


def caller_of(claims: dict[str, Any]) -> Caller:
    """Return the caller of verified claims; raises `UnauthenticatedError` for a wrong claim."""
    known = {role.value for role in Role}
    roles = roles_in(claims["roles"])
    return Caller(
        name_in(claims, "sub"),
        name_in(claims, "department"),
        frozenset(Role(role) for role in roles if role in known),
        division_in(claims),
        tuple(role for role in roles if role not in known),
    )


def make_token(
    signing_key: Any, key_id: str, issuer: str, caller: Caller, now: datetime, lifetime: timedelta
) -> str:
    """Issue a token for development and tests; a real city has its own identity provider."""
    claims = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": caller.subject,
        "department": caller.department,
        "division": caller.division,
        "roles": sorted(caller.roles),
        "iat": now,
        "exp": now + lifetime,
    }
    return jwt.encode(claims, signing_key, algorithm=ALGORITHM, headers={"kid": key_id})
