"""Two departments on both hosts with TLS everywhere, whose secrets change while they run."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from made_up_city import MadeUpCity, Traffic, running_city
from tls_given import both_in_one, expired, issued, tls_end

from liandong.keys.trust_list import replace_file
from shared.local.broker.node import PrivateBroker
from shared.local.broker.tls import ServerFiles

USER = "city"
REPORT = "镉" * 330_000  # too large for the broker: it is fetched over https


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("authority")


@pytest.fixture(scope="module")
def tls_broker(tmp_path_factory, folder) -> Iterator[PrivateBroker]:
    own = PrivateBroker(tmp_path_factory.mktemp("bus"), tls=ServerFiles(issued(folder, "broker")))
    own.start()
    yield own
    own.stop()


@pytest.fixture(scope="module")
def password(tls_broker, tmp_path_factory, host) -> Path:
    """The file with the password of the city's user."""
    file: Path = tmp_path_factory.mktemp(f"password-{host}") / "password"
    file.write_text("first")
    if USER not in tls_broker.ctl("list_users"):
        tls_broker.ctl("add_user", USER, "first")
        tls_broker.ctl("set_permissions", USER, ".*", ".*", ".*")
    tls_broker.ctl("change_password", USER, "first")
    return file


@pytest.fixture(scope="module")
def city(
    tmp_path_factory, tls_broker, password, new_database, folder, host
) -> Iterator[MadeUpCity]:
    served, client = issued(folder, "http"), both_in_one(issued(folder, "departments"))
    more = {
        "LIANDONG_AMQP_PASSWORD_FILE": str(password),
        "LIANDONG_AMQP_CA_FILE": str(served.ca),
        "LIANDONG_MONGO_CA_FILE": str(served.ca),
        "LIANDONG_MONGO_CERTIFICATE_KEY_FILE": str(client),
        "LIANDONG_HTTP_CERT_FILE": str(served.certificate),
        "LIANDONG_HTTP_KEY_FILE": str(served.key),
        "LIANDONG_HTTP_CA_FILE": str(served.ca),
    }
    amqp_url = f"amqps://{USER}:{{password}}@127.0.0.1:{tls_broker.identity.port}/%2F"
    parts, home = urlsplit(new_database()), tmp_path_factory.mktemp("city")
    with tls_end(parts.port or 0, issued(folder, "store"), ask_clients=True) as end:
        there = parts._replace(netloc=f"127.0.0.1:{end.port}").geturl() + "&directConnection=true"
        with running_city(home, amqp_url, there, host=host, more=more, ca=served.ca) as running:
            yield running


def served_by(city: MadeUpCity) -> bytes:
    """Return the certificate that a new connection to the water bureau receives."""
    parts = urlsplit(city.addresses["water"])
    context = ssl.create_default_context(cafile=city.ca)
    with (
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=parts.hostname) as wrapped,
    ):
        return wrapped.getpeercert(binary_form=True) or b""


def heard(city: MadeUpCity) -> int:
    return len(city.all("housing", "sites"))


def test_acts_take_effect_elsewhere_and_large_contents_are_fetched_over_tls_alone(city, wait_for):
    assert city.seal("J-900", "封井", key="seal-900").is_success
    headers = {**city.headers("water"), "Idempotency-Key": "report"}
    where = f"{city.addresses['water']}/v1/surveys/J-900"
    city.web.post(where, json={"report": REPORT}, headers=headers).raise_for_status()

    wait_for(lambda: "J-900" in {site["well_code"] for site in city.all("housing", "sites")})
    wait_for(lambda: len(city.all("housing", "read-reports")) == 1)


def test_who_speaks_plain_http_or_says_nothing_keeps_nobody_out(city):
    parts = urlsplit(city.addresses["water"])
    silent = [socket.create_connection((parts.hostname, parts.port)) for _ in range(100)]
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"http://{parts.netloc}/healthz", timeout=10)

    answer = city.web.get(f"{city.addresses['water']}/healthz")

    assert answer.is_success
    for connection in silent:
        connection.close()


def test_a_renewed_certificate_is_served_without_a_restart(city, folder, wait_for):
    before = served_by(city)
    with Traffic(city, "A") as traffic:
        issued(folder, "http")

        wait_for(lambda: served_by(city) != before)

    assert set(traffic.answers) == {200}


def test_an_expired_certificate_is_not_believed_by_those_who_ask(city, folder, wait_for):
    before = served_by(city)
    expired(folder, "http")

    def refused() -> bool:
        try:
            return served_by(city) == b""
        except ssl.SSLCertVerificationError as error:
            return "expired" in str(error)

    wait_for(refused)
    issued(folder, "http")
    wait_for(lambda: not refused() and served_by(city) != before)


def test_the_broker_s_password_is_changed_under_traffic_and_no_event_is_lost(
    city, tls_broker, password, wait_for
):
    before = heard(city)
    with Traffic(city, "B") as traffic:
        wait_for(lambda: heard(city) > before + 3)
        tls_broker.ctl("change_password", USER, "second")
        replace_file(password, b"second\n", secret=True)
        sealed = len(traffic.answers)
        wait_for(lambda: heard(city) > before + sealed)  # connections outlive the old password
        tls_broker.ctl("close_all_connections", "the old password shall count nowhere")
        again = len(traffic.answers)
        wait_for(lambda: heard(city) > before + again + 3)

    assert set(traffic.answers) == {200}
    wait_for(lambda: heard(city) == before + len(traffic.answers))
