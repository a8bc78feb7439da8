"""Settings are read once, and missing or invalid ones are named."""

import pytest

from shared.config.settings import Settings
from shared.errors import SettingsError


@pytest.fixture
def env(tmp_path) -> dict[str, str]:
    return {
        "LIANDONG_AMQP_URL": "amqp://liandong@127.0.0.1/",
        "LIANDONG_MONGO_URL": "mongodb://127.0.0.1/liandong",
        "LIANDONG_KEYS": str(tmp_path),
        "LIANDONG_TOKENS": str(tmp_path),
    }


def test_the_rest_has_defaults(env, tmp_path):
    settings = Settings.from_env(env)

    assert settings.http_address == "127.0.0.1:8080"
    assert (settings.city, settings.log_level) == ("140700", "INFO")
    assert settings.keys == tmp_path


def test_everything_that_is_missing_is_named_at_once():
    with pytest.raises(SettingsError) as failure:
        Settings.from_env({"LIANDONG_MONGO_URL": ""})

    for name in ("LIANDONG_AMQP_URL", "LIANDONG_MONGO_URL", "LIANDONG_KEYS", "LIANDONG_TOKENS"):
        assert name in str(failure.value)
    assert "liandong up" in str(failure.value)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("LIANDONG_MONGO_URL", "http://127.0.0.1"),
        ("LIANDONG_HTTP_ADDRESS", "8080"),
        ("LIANDONG_HTTP_ADDRESS", ":8080"),
        ("LIANDONG_HTTP_ADDRESS", "127.0.0.1:port"),
        ("LIANDONG_HTTP_ADDRESS", "127.0.0.1:70000"),
        ("LIANDONG_HTTP_ADDRESS", "127.0.0.1:²"),
        ("LIANDONG_KEYS", "/nowhere/keys"),
        ("LIANDONG_TOKENS", "/nowhere/tokens"),
    ],
)
def test_what_is_wrong_is_named(env, name, wrong):
    with pytest.raises(SettingsError, match=name):
        Settings.from_env({**env, name: wrong})


def test_a_password_in_an_address_is_not_shown(env):
    wrong = {**env, "LIANDONG_MONGO_URL": "http://a:secret@127.0.0.1/"}

    with pytest.raises(SettingsError) as failure:
        Settings.from_env(wrong)

    assert "secret" not in str(failure.value)


def test_the_password_of_the_broker_comes_from_a_file_and_fits_an_address(env, tmp_path):
    (tmp_path / "agriculture").write_text("p@ss/word\n")

    settings = Settings.from_env(
        {
            **env,
            "LIANDONG_AMQP_URL": "amqps://agriculture:{password}@rabbitmq:5671/140700",
            "LIANDONG_AMQP_PASSWORD_FILE": str(tmp_path / "agriculture"),
        }
    )

    assert settings.broker.read() == "amqps://agriculture:p%40ss%2Fword@rabbitmq:5671/140700"


@pytest.mark.parametrize(
    ("url", "file", "remedy"),
    [
        ("amqps://a:{password}@b/", "", "name the file"),
        ("amqps://a:{password}@b/", "/run/secrets/nowhere", "liandong broker secrets"),
        ("amqps://a:{password}@b/", "/dev/null", "empty"),
        ("amqps://a:b@c/", "/dev/null", "write amqps://"),
    ],
)
def test_a_password_file_that_does_not_fit_is_named_with_the_remedy(env, url, file, remedy):
    with pytest.raises(SettingsError, match="LIANDONG_AMQP_PASSWORD_FILE") as failure:
        Settings.from_env({**env, "LIANDONG_AMQP_URL": url, "LIANDONG_AMQP_PASSWORD_FILE": file})

    assert remedy in str(failure.value)
