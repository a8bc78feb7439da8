"""Token errors, each with its own text and remedy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jwt
from jwt.exceptions import InvalidSubjectError

from shared.errors import UnauthenticatedError
from shared.vocabulary.divisions import city_code, current, is_division

LONGEST_NAME = 200
_SHOWN = 60
_CLAIMS = {
    "sub": "主体（sub）",
    "department": "部门（department）",
    "division": "行政区划（division）",
    "roles": "角色（roles）",
    "exp": "有效期（exp）",
    "aud": "受众（aud）",
    "iss": "签发机构（iss）",
}
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (jwt.ExpiredSignatureError, "令牌已过期，请重新获取；若刚刚获取，请核对签发机构与本机的时钟"),
    (
        jwt.ImmatureSignatureError,
        "令牌尚未生效：签发机构的时钟比本机快一分钟以上，请运维人员校准时钟（NTP），再重新获取令牌",
    ),
    (
        jwt.InvalidAudienceError,
        "令牌不是签发给本平台的：受众（aud）应为“liandong”，请为本平台另取令牌",
    ),
    (
        jwt.InvalidSignatureError,
        "令牌的签名不符，不受信任：令牌可能被改动，或签发机构换了密钥而编号（kid）未变；请重新获取",
    ),
    (InvalidSubjectError, "令牌的主体（sub）应为文字，请签发机构改正后重新获取"),
    (jwt.InvalidAlgorithmError, "令牌的签名算法不受信任：须为 EdDSA（Ed25519），请重新获取"),
)


@contextmanager
def token_errors() -> Iterator[None]:
    """Raise `UnauthenticatedError` with a text for each cause."""
    try:
        yield
    except jwt.MissingRequiredClaimError as error:
        claim = _CLAIMS.get(error.claim, error.claim)
        raise UnauthenticatedError(f"令牌缺少{claim}，请签发机构补上后重新获取") from error
    except (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise UnauthenticatedError(_words(error)) from error


def unknown_issuer(issuer: object) -> UnauthenticatedError:
    """Return the error of an untrusted issuer."""
    if not isinstance(issuer, str):
        return UnauthenticatedError("令牌没有写明签发机构（iss），不受信任：请重新获取")
    return UnauthenticatedError(
        f"令牌的签发机构“{_shown(issuer)}”不受信任：请向本市的身份服务获取，"
        "或请运维人员把它加入 issuers.json"
    )


def unknown_key(key_id: object) -> UnauthenticatedError:
    """Return the error of an unknown key of a trusted issuer."""
    return UnauthenticatedError(
        f"令牌的签名密钥“{_shown(key_id)}”（kid）未知，不受信任：签发机构若已换密钥，"
        "请运维人员把新公钥加入 issuers.json 并重启服务"
    )


def name_in(claims: dict[str, Any], claim: str) -> str:
    """Return a name claim; it goes into events and records, so it must be one line of text."""
    name = claims[claim]
    if isinstance(name, str) and name.strip() and name.isprintable() and len(name) <= LONGEST_NAME:
        return name
    raise UnauthenticatedError(
        f"令牌的{_CLAIMS[claim]}应为一行 1 至 {LONGEST_NAME} 字的文字，请签发机构改正后重新获取"
    )


def division_in(claims: dict[str, Any]) -> str:
    """Return the division of the office that the caller works for, by its present code."""
    division = claims["division"]
    if isinstance(division, str) and is_division(division):
        return current(division)
    raise UnauthenticatedError(
        f"令牌的行政区划（division）“{_shown(division)}”不是本市的区划代码，"
        f"如 {city_code()}（市级）：请签发机构改正后重新获取"
    )


def roles_in(roles: object) -> list[str]:
    """Return the list of roles."""
    if isinstance(roles, list) and all(isinstance(role, str) for role in roles):
        return roles
    raise UnauthenticatedError(
        '令牌的角色（roles）写法不对：应为列表，如 ["clerk"]，请签发机构改正后重新获取'
    )


def misspelt(unknown: tuple[str, ...]) -> str:
    """Return a note on the unknown roles of a token; empty if there are none."""
    if not unknown:
        return ""
    shown = "、".join(f"“{_shown(role)}”" for role in unknown[:5])
    return f"；令牌中的角色{shown}无法识别，可能写错：角色均为小写英文，请签发机构改正"


def _words(error: Exception) -> str:
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words
    return "令牌格式不对：应为一个完整的 JWT（三段，以点相连），请重新获取"


def _shown(given: object) -> str:
    text = str(given)
    return "".join(letter for letter in text[:_SHOWN] if letter.isprintable())
