"""No connection leaves this machine without TLS unless a setting permits it."""

import pytest
from tls_given import both_in_one, expired, issued

from liandong.amqp.address import Address, address_from
from liandong.amqp.connection import parameters_of
from liandong.errors import BadAddress, BrokerUnavailable
from shared.cli.failed.client import ClientError, RemoteClient
from shared.config.settings import Settings
from shared.errors import SettingsError

FAR_BROKER = "amqp://a:b@bus.example/140700"
FAR_STORE = "mongodb://a:b@one.example:27017,two.example:27017/"


@pytest.fixture
def env(tmp_path) -> dict[str, str]:
    return {
        "LIANDONG_AMQP_URL": "amqp://liandong@127.0.0.1/",
        "LIANDONG_MONGO_URL": "mongodb://127.0.0.1/liandong",
        "LIANDONG_KEYS": str(tmp_path),
        "LIANDONG_TOKENS": str(tmp_path),
    }


@pytest.mark.parametrize(
    ("kind", "setting", "value"),
    [
        ("amqp", "LIANDONG_AMQP_URL", FAR_BROKER),
        ("mongo", "LIANDONG_MONGO_URL", FAR_STORE),
        ("http", "LIANDONG_HTTP_ADDRESS", "0.0.0.0:8080"),
    ],
)
def test_a_plain_connection_beyond_this_machine_is_refused_until_it_is_allowed(
    env, kind, setting, value
):
    far = {**env, setting: value}
    others = ",".join({"amqp", "mongo", "http"} - {kind})

    for allowed in ("", others):
        with pytest.raises(SettingsError, match=f"LIANDONG_ALLOW_PLAINTEXT={kind}") as failure:
            Settings.from_env({**far, "LIANDONG_ALLOW_PLAINTEXT": allowed})
        assert setting in str(failure.value)
        assert "a:b" not in str(failure.value)

    assert Settings.from_env({**far, "LIANDONG_ALLOW_PLAINTEXT": f"{kind}, {others}"})


def test_what_is_allowed_must_be_known(env):
    with pytest.raises(SettingsError, match="amqp, mongo, http"):
        Settings.from_env({**env, "LIANDONG_ALLOW_PLAINTEXT": "everything"})


@pytest.mark.parametrize(
    "url",
    ["mongodb://a.example/?tls=true", "mongodb://a.example/?ssl=true", "mongodb+srv://a.example/"],
)
def test_a_store_whose_address_asks_for_tls_is_allowed(env, url):
    assert Settings.from_env({**env, "LIANDONG_MONGO_URL": url}).mongo.url == url


def test_an_authority_for_the_store_asks_for_tls(env, tmp_path):
    files = issued(tmp_path)
    far = {**env, "LIANDONG_MONGO_URL": FAR_STORE, "LIANDONG_MONGO_CA_FILE": str(files.ca)}

    mongo = Settings.from_env(far).mongo

    assert mongo.options() == {"tls": True, "tlsCAFile": str(files.ca)}


def test_a_store_reached_by_its_name_service_without_tls_is_refused(env):
    far = {**env, "LIANDONG_MONGO_URL": "mongodb+srv://a.example/?tls=false"}

    with pytest.raises(SettingsError, match="would leave this machine"):
        Settings.from_env(far)


def test_a_server_with_a_certificate_may_answer_everybody(env, tmp_path):
    files = issued(tmp_path)
    far = {
        **env,
        "LIANDONG_HTTP_ADDRESS": "0.0.0.0:8443",
        "LIANDONG_HTTP_CERT_FILE": str(files.certificate),
        "LIANDONG_HTTP_KEY_FILE": str(files.key),
    }

    assert Settings.from_env(far).http_tls.server() is not None


@pytest.mark.parametrize(
    ("certificate", "key"),
    [
        ("LIANDONG_AMQP_CERT_FILE", "LIANDONG_AMQP_KEY_FILE"),
        ("LIANDONG_HTTP_CERT_FILE", "LIANDONG_HTTP_KEY_FILE"),
    ],
)
def test_a_pair_that_cannot_work_is_named_at_the_start(env, tmp_path, certificate, key):
    good, old = issued(tmp_path, "good"), expired(tmp_path, "old")
    wrong = {
        "is not the key": (good.certificate, old.key),
        "expired at": (old.certificate, old.key),
        "is missing": (tmp_path / "nowhere", good.key),
        "cannot be read": (good.certificate, tmp_path),
    }

    for reason, (one, other) in wrong.items():
        with pytest.raises(SettingsError, match=reason) as failure:
            Settings.from_env({**env, certificate: str(one), key: str(other)})
        assert certificate in str(failure.value)
    with pytest.raises(SettingsError, match="stands alone"):
        Settings.from_env({**env, certificate: str(good.certificate)})


def test_the_store_s_one_file_and_its_authority_are_looked_at_too(env, tmp_path):
    old, good = both_in_one(expired(tmp_path, "old")), both_in_one(issued(tmp_path, "good"))
    name = "LIANDONG_MONGO_CERTIFICATE_KEY_FILE"

    with pytest.raises(SettingsError, match=name):
        Settings.from_env({**env, name: str(old)})
    with pytest.raises(SettingsError, match="LIANDONG_MONGO_CA_FILE"):
        Settings.from_env({**env, "LIANDONG_MONGO_CA_FILE": str(tmp_path / "nowhere")})

    assert Settings.from_env({**env, name: str(good)}).mongo.files == (good,)


def test_the_sdk_refuses_it_too_before_anything_is_sent():
    with pytest.raises(BrokerUnavailable, match="without TLS"):
        parameters_of(FAR_BROKER, name="partner", heartbeat=30)

    allowed = Address(FAR_BROKER, plain_allowed=True)
    assert parameters_of(allowed, name="partner", heartbeat=30).host == "bus.example"


def test_a_changed_password_is_read_for_the_next_connection(tmp_path):
    secret = tmp_path / "password"
    secret.write_text("old\n")
    address = Address("amqps://a:{password}@bus.example/", password_file=secret)
    assert address.read() == "amqps://a:old@bus.example/"

    secret.write_text("new\n")

    assert address.read() == "amqps://a:new@bus.example/"


def test_an_address_never_shows_its_password():
    assert "b@bus" not in repr(Address(FAR_BROKER))


def test_a_partner_s_command_takes_the_same_settings(tmp_path):
    files = issued(tmp_path)
    named = {
        "LIANDONG_AMQP_CA_FILE": str(files.ca),
        "LIANDONG_AMQP_CERT_FILE": str(files.certificate),
        "LIANDONG_AMQP_KEY_FILE": str(files.key),
    }

    address = address_from("amqps://a:b@bus.example/", named)

    assert address.tls.ca == files.ca
    with pytest.raises(BadAddress):
        address_from(FAR_BROKER, {}).read()


def test_a_token_of_ops_goes_nowhere_without_tls():
    with pytest.raises(ClientError, match="LIANDONG_ALLOW_PLAINTEXT=http"):
        RemoteClient("http://water.example", "token").ask("/v1/failed")
