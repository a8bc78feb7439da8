"""Addresses of other departments: by a pattern, or by a file that is reread each time."""

import pytest

from liandong.messages.claim_check import Unreachable
from shared.config.settings import Settings
from shared.delivery.contents.peers import Peers, write_peers
from shared.errors import SettingsError

WATER = "http://127.0.0.1:8101"


def test_a_pattern_names_every_department():
    peers = Peers("https://{department}:8080")

    assert peers.address("natural_resources") == "https://natural_resources:8080"


def test_what_would_be_asked_in_the_clear_is_asked_only_where_that_is_allowed():
    told = "http://{department}:8080"
    with pytest.raises(Unreachable, match="LIANDONG_ALLOW_PLAINTEXT=http"):
        Peers(told).address("water")

    assert Peers(told, plain_allowed=True).address("water") == "http://water:8080"


def test_a_file_names_those_that_it_lists_and_may_change(tmp_path):
    peers = Peers(write_peers(tmp_path, {"water": WATER}))
    with pytest.raises(Unreachable, match="没有“housing”的地址，请在设置 LIANDONG_PEERS 中写明"):
        peers.address("housing")

    write_peers(tmp_path, {"water": WATER, "housing": WATER})

    assert peers.address("water") == peers.address("housing") == WATER


@pytest.mark.parametrize("content", ["{", "[]", '{"water": 8101}'])
def test_a_broken_file_names_the_setting(tmp_path, content):
    file = tmp_path / "peers.json"
    file.write_text(content)

    with pytest.raises(Unreachable, match="LIANDONG_PEERS"):
        Peers(str(file)).address("water")


@pytest.mark.parametrize("told", ["http://water:8080", "/nowhere/peers.json"])
def test_a_setting_that_leads_nowhere_is_named_at_the_start(tmp_path, told):
    env = {
        "LIANDONG_AMQP_URL": "amqp://liandong@127.0.0.1/",
        "LIANDONG_MONGO_URL": "mongodb://127.0.0.1/liandong",
        "LIANDONG_KEYS": str(tmp_path),
        "LIANDONG_TOKENS": str(tmp_path),
    }

    with pytest.raises(SettingsError, match="LIANDONG_PEERS"):
        Settings.from_env({**env, "LIANDONG_PEERS": told})

    assert Settings.from_env(env).peers == ""
