"""Who asks: bearer tokens (JWT, Ed25519) of issuers whose public keys this city trusts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import jwt
import orjson

from shared.errors import ForbiddenError, UnauthenticatedError

AUDIENCE = "liandong"
ISSUERS_FILE = "issuers.json"
ALGORITHM = "EdDSA"


class Role(StrEnum):
    """What a person may do in a department."""

    CLERK = "clerk"
    OFFICER = "officer"
    HEAD = "head"
    REGISTRAR = "registrar"
    INVESTIGATOR = "investigator"
    UNIT = "unit"
    LEGAL = "legal"
    OPS = "ops"


READERS = (Role.CLERK, Role.OFFICER, Role.HEAD)
"""Who may read what is not restricted, within the own department."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A person or system with a verified token."""

    subject: str
    department: str
    roles: frozenset[Role]

    def check(self, department: str, roles: frozenset[Role]) -> None:
        """Raise `ForbiddenError` unless the caller belongs here and has one of these roles."""
        if self.department != department:
            raise ForbiddenError(f"令牌属于“{self.department}”，不能在“{department}”办理")
        if not self.roles & roles:
            wanted = "、".join(sorted(roles))
            raise ForbiddenError(f"需要下列角色之一：{wanted}")


class Issuers:
    """The issuers whose tokens are believed, each with its public keys (a JWKS)."""

    def __init__(self, key_sets: dict[str, jwt.PyJWKSet]) -> None:
        self._key_sets = key_sets

    @classmethod
    def load(cls, folder: Path) -> "Issuers":
        """Read `issuers.json`: a JSON object from issuer to JWKS."""
        listed = orjson.loads((folder / ISSUERS_FILE).read_bytes())
        return cls({issuer: jwt.PyJWKSet.from_dict(keys) for issuer, keys in listed.items()})

    def caller(self, header: str | None) -> Caller:
        """Read an `Authorization` header; `UnauthenticatedError` says what is wrong with it."""
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnauthenticatedError(
                "请在 Authorization 头中提供 Bearer 令牌（开发环境可用 liandong token 生成）"
            )
        try:
            return _caller(self._claims(token.strip()))
        except jwt.ExpiredSignatureError as error:
            raise UnauthenticatedError("令牌已过期，请重新获取") from error
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
            raise UnauthenticatedError("令牌无效，或签发机构不受信任") from error

    def _claims(self, token: str) -> dict[str, Any]:
        unverified = jwt.decode(token, options={"verify_signature": False})
        keys = self._key_sets[unverified["iss"]]
        key = keys[jwt.get_unverified_header(token)["kid"]]
        required = ["exp", "iss", "aud", "sub", "department", "roles"]
        return jwt.decode(
            token, key, algorithms=[ALGORITHM], audience=AUDIENCE, options={"require": required}
        )


def make_token(
    signing_key: Any, key_id: str, issuer: str, caller: Caller, now: datetime, lifetime: timedelta
) -> str:
    """Issue a token; for development and tests, since a city has its own identity provider."""
    claims = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": caller.subject,
        "department": caller.department,
        "roles": sorted(caller.roles),
        "iat": now,
        "exp": now + lifetime,
    }
    return jwt.encode(claims, signing_key, algorithm=ALGORITHM, headers={"kid": key_id})


def _caller(claims: dict[str, Any]) -> Caller:
    known = {role.value for role in Role}
    roles = frozenset(Role(role) for role in claims["roles"] if role in known)
    return Caller(str(claims["sub"]), str(claims["department"]), roles)
