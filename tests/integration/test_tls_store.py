"""The store over TLS. The embedded store has no TLS: the tests put a TLS proxy before it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tls_given import both_in_one, expired, issued, tls_end

from shared.clock.system import system_clock
from shared.config.mongo_address import MongoAddress
from shared.errors import StoreUnavailableError
from shared.store.mongo.store import MongoStore
from shared.store.outbox import Lease


@pytest.fixture
def end(mongo_url, tmp_path):
    port = urlsplit(mongo_url).port
    assert port
    with tls_end(port, issued(tmp_path, "store"), ask_clients=True) as made:
        yield made


@pytest.fixture
def address(end, mongo_url, tmp_path) -> MongoAddress:
    """The address of a client with a certificate, at the TLS proxy."""
    client = both_in_one(issued(tmp_path, "water"))
    parts = urlsplit(mongo_url)
    url = parts._replace(netloc=f"127.0.0.1:{end.port}").geturl()
    url += "&directConnection=true&serverSelectionTimeoutMS=700"
    return MongoAddress(url, ca=tmp_path / "ca.pem", certificate_key=client)


@pytest.fixture
def opened() -> Iterator[list[MongoStore]]:
    made: list[MongoStore] = []
    yield made
    for store in made:
        store.close()


def lease(store: MongoStore, holder: str) -> None:
    store.transact(lambda session: session.save(Lease("relay", holder, 1, system_clock())))


def test_a_transaction_runs_over_tls_with_the_client_s_certificate(address, end, opened):
    store = MongoStore(address, "water")
    opened.append(store)
    store.prepare((Lease,))

    lease(store, "一号")

    found = store.read(Lease, "relay")
    assert found is not None
    assert found.holder == "一号"
    assert "water" in end.clients


def test_a_store_of_another_authority_is_not_believed(address, tmp_path_factory, opened):
    foreign = issued(tmp_path_factory.mktemp("foreign")).ca
    store = MongoStore(MongoAddress(address.url, None, foreign, address.certificate_key), "water")
    opened.append(store)

    with pytest.raises(StoreUnavailableError):
        store.ping()


def test_an_expired_certificate_of_the_client_is_refused(address, tmp_path, opened):
    old = both_in_one(expired(tmp_path, "old"))
    store = MongoStore(MongoAddress(address.url, None, address.ca, old), "water")
    opened.append(store)

    with pytest.raises(StoreUnavailableError):
        store.ping()


def test_plain_text_is_refused(address, opened):
    store = MongoStore(address.url, "water")
    opened.append(store)

    with pytest.raises(StoreUnavailableError):
        store.ping()


def test_a_renewed_certificate_is_used_without_a_restart(address, end, tmp_path, wait_for, opened):
    store = MongoStore(address, "water")
    opened.append(store)
    store.prepare((Lease,))
    renewed = both_in_one(issued(tmp_path, "renewed"))
    known: Path | None = address.certificate_key
    assert known is not None

    def change(session) -> None:
        session.save(Lease("relay", "一号", 1, system_clock()))
        known.write_bytes(renewed.read_bytes())  # while a transaction is open

    store.transact(change)

    wait_for(lambda: store.read(Lease, "relay") and "renewed" in end.clients)
    lease(store, "二号")
