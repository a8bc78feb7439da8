"""A real RabbitMQ that accepts only TLS, and the clients that it admits."""

from dataclasses import replace

import pytest
from tls_given import expired, issued

from liandong.amqp.address import Address
from liandong.amqp.connection import connect
from liandong.amqp.topology import declare, publisher_topology
from liandong.errors import BrokerUnavailable
from liandong.files.tls import TlsFiles
from liandong.messages.outgoing import Confirmed, OutMessage
from liandong.publishing.publisher import Publisher
from shared.local.broker.node import PrivateBroker
from shared.local.broker.tls import ServerFiles

MESSAGE = OutMessage("water.events", "well.sealed.v1", "J-001", b"{}", {})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("authority")


@pytest.fixture(scope="module")
def asking_broker(tmp_path_factory, folder):
    """A broker that requires client certificates."""
    home = tmp_path_factory.mktemp("asking")
    tls = ServerFiles(issued(folder, "broker"), ask_clients=True)
    own = PrivateBroker(home, tls=tls)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def known(asking_broker, folder) -> Address:
    """The address of a client with a trusted certificate."""
    client = issued(folder, "water")
    return Address(asking_broker.url(), tls=TlsFiles(client.ca, client.certificate, client.key))


def refusal(address: Address) -> str:
    with pytest.raises(BrokerUnavailable) as failure:
        connect(address, name="test")
    return str(failure.value)


def test_a_client_with_a_certificate_publishes_and_is_confirmed(known):
    with connect(known, name="set-up") as connection:
        declare(connection.channel(), publisher_topology("water"))

    with Publisher(known, "water") as publisher:
        outcomes = publisher.publish_batch([MESSAGE] * 500)

    assert outcomes == [Confirmed()] * 500


def test_a_client_without_one_is_refused(known, folder):
    bare = replace(known, tls=TlsFiles(ca=folder / "ca.pem"))

    assert "TLS with the broker" in refusal(bare)


def test_an_expired_certificate_of_the_client_is_refused(known, folder):
    old = expired(folder, "old")
    late = replace(known, tls=TlsFiles(old.ca, old.certificate, old.key))

    assert "TLS with the broker" in refusal(late)


def test_a_certificate_of_another_authority_is_refused(known, tmp_path):
    foreign = issued(tmp_path, "water")
    client = replace(
        known, tls=replace(known.tls, certificate=foreign.certificate, key=foreign.key)
    )

    assert "TLS with the broker" in refusal(client)


def test_a_broker_that_another_authority_signed_is_not_believed(known, tmp_path):
    other = replace(known, tls=replace(known.tls, ca=issued(tmp_path).ca))

    told = refusal(other)

    assert "is not accepted" in told
    assert "LIANDONG_AMQP_CA_FILE" in told


def test_a_broker_under_another_name_is_not_believed(known):
    elsewhere = replace(known, url=known.url.replace("127.0.0.1", "127.0.0.2"))

    refusal(elsewhere)


def test_plain_text_is_refused_by_the_broker(asking_broker):
    plain = asking_broker.url().replace("amqps://", "amqp://")

    refusal(Address(plain))


def test_an_expired_certificate_of_the_broker_is_refused_and_a_renewed_one_needs_no_restart(
    asking_broker, known, folder
):
    with connect(known, name="before") as open_before:
        expired(folder, "broker")
        asking_broker.ctl("eval", "ssl:clear_pem_cache().")
        assert "expired" in refusal(known)

        issued(folder, "broker")
        asking_broker.ctl("eval", "ssl:clear_pem_cache().")

        connect(known, name="after").close()
        assert open_before.channel().is_open  # was not interrupted
