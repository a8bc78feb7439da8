"""Tokens are accepted only from a trusted issuer, in time, for this department and role."""

from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.clock.system import system_clock
from shared.errors import ForbiddenError, UnauthenticatedError
from shared.local.dev_keys import ISSUER, KEY_FILE, KEY_ID, create_dev_keys, development_token
from shared.web.auth import AUDIENCE, Caller, Role, TrustedIssuers, make_token

HOUR = timedelta(hours=1)
CLERK = Caller("clerk-1", "water", frozenset({Role.CLERK}), "140700")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    create_dev_keys(home, system_clock())
    return home


@pytest.fixture(scope="module")
def issuers(home) -> TrustedIssuers:
    return TrustedIssuers.load(home / "tokens")


def test_a_token_tells_who_asks(home, issuers):
    token = development_token(home, CLERK, system_clock(), HOUR)

    assert issuers.authenticate(f"Bearer {token}") == CLERK
    assert issuers.authenticate(f"bearer  {token}") == CLERK


def test_an_expired_token_is_refused_with_a_reason(home, issuers):
    token = development_token(home, CLERK, system_clock() - 2 * HOUR, HOUR)

    with pytest.raises(UnauthenticatedError, match="过期"):
        issuers.authenticate(f"Bearer {token}")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c"])
def test_what_is_no_token_is_refused(issuers, header):
    with pytest.raises(UnauthenticatedError):
        issuers.authenticate(header)


@pytest.mark.parametrize(
    ("issuer", "key_id", "words"),
    [
        (ISSUER, KEY_ID, "签名不符"),
        (ISSUER, "other", "“other”"),
        ("elsewhere", KEY_ID, "“elsewhere”"),
    ],
)
def test_a_token_that_somebody_else_signed_is_refused(issuers, issuer, key_id, words):
    stranger = Ed25519PrivateKey.generate()
    token = make_token(stranger, key_id, issuer, CLERK, system_clock(), HOUR)

    with pytest.raises(UnauthenticatedError, match=rf"{words}.*不受信任"):
        issuers.authenticate(f"Bearer {token}")


def signed(home, **changed) -> str:
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "clerk-1",
        "department": "water",
        "division": "140728",
        "roles": ["clerk"],
        "exp": system_clock() + HOUR,
    } | changed
    kept = {name: value for name, value in claims.items() if value is not None}
    pem = (home / "tokens" / KEY_FILE).read_bytes()
    return jwt.encode(kept, pem, algorithm="EdDSA", headers={"kid": KEY_ID})


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "department", "division", "roles", "exp"])
def test_a_token_without_a_claim_is_refused_and_the_claim_named(home, issuers, claim):
    with pytest.raises(UnauthenticatedError, match=claim):
        issuers.authenticate(f"Bearer {signed(home, **{claim: None})}")


@pytest.mark.parametrize("ahead_s", [2, 30, 55])
def test_a_clock_that_differs_by_less_than_a_minute_is_no_fault(home, issuers, ahead_s):
    now, ahead = system_clock(), timedelta(seconds=ahead_s)

    assert issuers.authenticate(f"Bearer {signed(home, iat=now + ahead)}")
    assert issuers.authenticate(f"Bearer {signed(home, nbf=now + ahead)}")
    assert issuers.authenticate(f"Bearer {signed(home, exp=now - ahead)}")


def test_the_causes_are_told_apart_each_with_its_remedy(home, issuers):
    now, far = system_clock(), timedelta(minutes=5)
    causes = {
        "已过期": {"exp": now - far},
        "时钟": {"nbf": now + far},
        "快一分钟": {"iat": now + far},
        "aud": {"aud": "tax"},
        "issuers.json": {"iss": "elsewhere"},
        "格式不对": {"iat": "yesterday"},
    }

    for words, changed in causes.items():
        with pytest.raises(UnauthenticatedError, match=words):
            issuers.authenticate(f"Bearer {signed(home, **changed)}")
    with pytest.raises(UnauthenticatedError, match="格式不对"):
        issuers.authenticate("Bearer a.b.c")


@pytest.mark.parametrize("subject", ["", "  ", 7, ["a"], "a\nb", "a\x00", "\u202ea", "a" * 201])
@pytest.mark.parametrize("claim", ["sub", "department"])
def test_a_token_that_names_nobody_is_refused(home, issuers, claim, subject):
    with pytest.raises(UnauthenticatedError):
        issuers.authenticate(f"Bearer {signed(home, **{claim: subject})}")


@pytest.mark.parametrize("role", ["Clerk", "CLERK", "ｃｌｅｒｋ", "clerk "])
def test_a_role_in_another_spelling_gives_nothing_and_is_told(home, issuers, role):
    caller = issuers.authenticate(f"Bearer {signed(home, roles=[role])}")

    with pytest.raises(ForbiddenError, match=f"“{role}”无法识别"):
        caller.authorize("water", frozenset({Role.CLERK}))


def test_roles_that_nobody_knows_give_nothing(home, issuers):
    caller = issuers.authenticate(f"Bearer {signed(home, roles=['emperor', 'ops'])}")

    assert caller.roles == frozenset({Role.OPS})


@pytest.mark.parametrize("roles", [7, "clerk", {"clerk": 1}, [["clerk"]], [{"clerk": 1}]])
def test_roles_of_a_wrong_form_are_refused(home, issuers, roles):
    with pytest.raises(UnauthenticatedError, match="角色"):
        issuers.authenticate(f"Bearer {signed(home, roles=roles)}")


@pytest.mark.parametrize("division", ["", "110101", "140728 ", 140728, ["140728"], "平遥县"])
def test_an_office_of_no_division_of_this_city_is_refused(home, issuers, division):
    with pytest.raises(UnauthenticatedError, match="区划"):
        issuers.authenticate(f"Bearer {signed(home, division=division)}")


def test_an_office_is_known_by_the_present_code_of_its_division(home, issuers):
    caller = issuers.authenticate(f"Bearer {signed(home, division='140726')}")

    assert caller.division == "140703"


def test_a_caller_acts_only_in_the_own_department_and_role():
    CLERK.authorize("water", frozenset({Role.CLERK, Role.HEAD}))

    with pytest.raises(ForbiddenError, match="housing"):
        CLERK.authorize("housing", frozenset({Role.CLERK}))
    with pytest.raises(ForbiddenError, match="head"):
        CLERK.authorize("water", frozenset({Role.HEAD}))


def test_setting_up_twice_keeps_the_keys(home, issuers):
    token = development_token(home, CLERK, system_clock(), HOUR)

    create_dev_keys(home, system_clock())

    assert TrustedIssuers.load(home / "tokens").authenticate(f"Bearer {token}") == CLERK
    assert (home / "tokens" / KEY_FILE).stat().st_mode & 0o077 == 0
