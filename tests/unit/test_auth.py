"""Tokens: only those of a trusted issuer, in time, for this department and role."""

from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.auth import AUDIENCE, Caller, Issuers, Role, make_token
from shared.devkeys import ISSUER, KEY_FILE, KEY_ID, development_token, set_up
from shared.errors import ForbiddenError, UnauthenticatedError
from shared.timing import system_clock

HOUR = timedelta(hours=1)
CLERK = Caller("clerk-1", "water", frozenset({Role.CLERK}))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    set_up(home, system_clock())
    return home


@pytest.fixture(scope="module")
def issuers(home) -> Issuers:
    return Issuers.load(home / "tokens")


def test_a_token_tells_who_asks(home, issuers):
    token = development_token(home, CLERK, system_clock(), HOUR)

    assert issuers.caller(f"Bearer {token}") == CLERK
    assert issuers.caller(f"bearer  {token}") == CLERK


def test_an_expired_token_is_refused_with_a_reason(home, issuers):
    token = development_token(home, CLERK, system_clock() - 2 * HOUR, HOUR)

    with pytest.raises(UnauthenticatedError, match="过期"):
        issuers.caller(f"Bearer {token}")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c"])
def test_what_is_no_token_is_refused(issuers, header):
    with pytest.raises(UnauthenticatedError):
        issuers.caller(header)


@pytest.mark.parametrize(
    ("issuer", "key_id"), [(ISSUER, KEY_ID), (ISSUER, "other"), ("elsewhere", KEY_ID)]
)
def test_a_token_that_somebody_else_signed_is_refused(issuers, issuer, key_id):
    stranger = Ed25519PrivateKey.generate()
    token = make_token(stranger, key_id, issuer, CLERK, system_clock(), HOUR)

    with pytest.raises(UnauthenticatedError, match="不受信任"):
        issuers.caller(f"Bearer {token}")


def signed(home, **changed) -> str:
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "clerk-1",
        "department": "water",
        "roles": ["clerk"],
        "exp": system_clock() + HOUR,
    } | changed
    kept = {name: value for name, value in claims.items() if value is not None}
    pem = (home / "tokens" / KEY_FILE).read_bytes()
    return jwt.encode(kept, pem, algorithm="EdDSA", headers={"kid": KEY_ID})


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "department", "roles", "exp"])
def test_a_token_without_a_claim_is_refused(home, issuers, claim):
    with pytest.raises(UnauthenticatedError):
        issuers.caller(f"Bearer {signed(home, **{claim: None})}")


def test_a_token_for_another_audience_is_refused(home, issuers):
    with pytest.raises(UnauthenticatedError):
        issuers.caller(f"Bearer {signed(home, aud='tax')}")


def test_roles_that_nobody_knows_give_nothing(home, issuers):
    caller = issuers.caller(f"Bearer {signed(home, roles=['emperor', 'ops'])}")

    assert caller.roles == frozenset({Role.OPS})


@pytest.mark.parametrize("roles", [7, [["clerk"]], [{"clerk": 1}]])
def test_roles_of_a_wrong_form_are_refused(home, issuers, roles):
    with pytest.raises(UnauthenticatedError):
        issuers.caller(f"Bearer {signed(home, roles=roles)}")


def test_a_caller_acts_only_in_the_own_department_and_role():
    CLERK.check("water", frozenset({Role.CLERK, Role.HEAD}))

    with pytest.raises(ForbiddenError, match="housing"):
        CLERK.check("housing", frozenset({Role.CLERK}))
    with pytest.raises(ForbiddenError, match="head"):
        CLERK.check("water", frozenset({Role.HEAD}))


def test_setting_up_twice_keeps_the_keys(home, issuers):
    token = development_token(home, CLERK, system_clock(), HOUR)

    set_up(home, system_clock())

    assert Issuers.load(home / "tokens").caller(f"Bearer {token}") == CLERK
    assert (home / "tokens" / KEY_FILE).stat().st_mode & 0o077 == 0
