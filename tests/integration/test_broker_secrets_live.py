"""A broker that loads the generated definitions at its start, as the container does."""

import pika
import pytest
from pika.exceptions import ChannelClosedByBroker

from liandong.amqp.connection import connect
from liandong.amqp.topology import declare, exchange_of, inbox_of
from liandong.errors import AccessRefused
from shared.broker.passwords import DEFINITIONS, create_passwords
from shared.broker.topology import topologies
from shared.config.settings import Settings
from shared.local.broker.node import PrivateBroker

VHOST = "140700"
DEPARTMENTS = ("agriculture", "environment")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("secrets")
    create_passwords(made, "3.10", VHOST)
    return made


@pytest.fixture(scope="module")
def broker(tmp_path_factory, folder):
    """A node with only the generated definitions: settings in conf.d take precedence."""
    home = tmp_path_factory.mktemp("loading")
    (home / "conf.d").mkdir()
    loading = f"load_definitions = {folder / DEFINITIONS}\n"
    (home / "conf.d" / "30-liandong.conf").write_text(loading)
    own = PrivateBroker(home)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def address_of(broker, folder, tmp_path):
    """Return the address of a department, from its settings as in a container."""

    def address(department: str, file: str) -> str:
        bus = f"127.0.0.1:{broker.identity.port}/{VHOST}"
        return Settings.from_env(
            {
                "LIANDONG_AMQP_URL": f"amqp://{department}:{{password}}@{bus}",
                "LIANDONG_AMQP_PASSWORD_FILE": str(folder / file),
                "LIANDONG_MONGO_URL": "mongodb://127.0.0.1/",
                "LIANDONG_KEYS": str(tmp_path),
                "LIANDONG_TOKENS": str(tmp_path),
            }
        ).broker.read()

    return address


def test_each_department_logs_in_with_its_file_and_makes_its_part(address_of):
    for department in DEPARTMENTS:
        with connect(address_of(department, department), name=department) as connection:
            for part in topologies(department):
                declare(connection.channel(), part)


def test_the_password_of_another_department_is_refused(address_of):
    with pytest.raises(AccessRefused):
        connect(address_of("agriculture", "environment"), name="agriculture")


def test_foreign_exchanges_and_foreign_topics_are_refused(address_of):
    url = address_of("agriculture", "agriculture")
    foreign = [
        (exchange_of("environment"), "plot.listed.v1"),
        (exchange_of("agriculture"), "plot.listed.v1"),
    ]

    for exchange, key in foreign:
        with connect(url, name="agriculture") as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            with pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"):
                channel.basic_publish(exchange, key, b"{}", pika.BasicProperties(delivery_mode=2))


def test_the_inbox_of_another_department_is_refused(address_of):
    url = address_of("agriculture", "agriculture")

    with (
        connect(url, name="agriculture") as connection,
        pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"),
    ):
        connection.channel().exchange_delete(inbox_of("environment"))


def test_the_broker_makes_no_default_user(broker):
    listed = broker.ctl("list_users", "--silent").split()

    assert "guest" not in listed
    assert "liandong" in listed
