"""Contents are served to the subscribers of their events only."""

from datetime import timedelta

import pytest
from kit_given import START, Time

from liandong.messages.claim_check import claim_of
from liandong.messages.request_signature import authorization
from liandong.messages.verify import load_key_ring, load_signer, make_keys
from services.casework.messages import CaseReferred
from services.environment.register.messages import PlotRegistered
from shared.delivery.contents.access import serve_blob
from shared.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from shared.handling.cause import PublisherIdentity
from shared.handling.claim_check import Blob
from shared.handling.context import DepartmentContext
from shared.messages.declare import meta_of
from shared.runtime.department import Department
from shared.store.memory import MemoryStore
from shared.web.routes import routes_of

CONTENT = b'{"plot_code": "140728-0007"}'
CLAIM = claim_of(CONTENT)
OPEN = meta_of(PlotRegistered).topic("")
REFERRED = meta_of(CaseReferred).topic("public_security")
WHO = ("environment", "natural_resources", "agriculture", "public_security", "procuratorate")


@pytest.fixture
def keys(tmp_path):
    make_keys(tmp_path, (*WHO, "stranger"), START - timedelta(days=30))
    return tmp_path


@pytest.fixture
def context():
    return DepartmentContext(PublisherIdentity("140700", "environment"), MemoryStore(), Time())


@pytest.fixture
def ask(keys, context):
    """Return a function that requests the content from environment in a department's name."""

    def asked(who, digest=CLAIM.digest, at=START):
        ring = load_key_ring(keys / "trust.json")
        signer = load_signer(keys / f"{who}.key.pem")
        header = authorization(digest, "environment", signer, at)
        return serve_blob(context, ring, digest, header)

    return asked


def keep(context, *topics):
    kept = Blob(CLAIM.digest, CONTENT, CLAIM.size, START, topics)
    context.store.transact(lambda session: session.save(kept))


def test_who_hears_the_event_gets_its_content(context, ask):
    keep(context, OPEN)

    answer = ask("natural_resources")

    assert (answer.data, answer.content_length) == (CONTENT, len(CONTENT))


def test_a_referred_case_is_given_to_public_security_and_the_procuratorate_alone(context, ask):
    """Suspects and evidence go to public security and, as a copy, to the procuratorate [17号 6]."""
    keep(context, REFERRED)

    assert ask("public_security").data == ask("procuratorate").data == CONTENT
    for who in ("natural_resources", "agriculture"):
        with pytest.raises(ForbiddenError, match=who):
            ask(who)


def test_content_of_two_events_is_for_the_hearers_of_either(context, ask):
    keep(context, REFERRED, OPEN)

    assert ask("agriculture").data == ask("public_security").data == CONTENT


def test_a_trusted_key_alone_opens_nothing(context, ask):
    keep(context, OPEN)

    with pytest.raises(ForbiddenError, match="stranger"):
        ask("stranger")


def test_what_was_only_received_is_given_to_nobody(context, ask):
    keep(context)

    with pytest.raises(NotFoundError):
        ask("natural_resources")


@pytest.mark.parametrize("digest", ["0" * 64, "..", ""])
def test_what_is_not_there_is_told(ask, digest):
    with pytest.raises(NotFoundError, match="事件内容"):
        ask("natural_resources", digest)


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_a_request_must_be_fresh(context, ask, late):
    keep(context, OPEN)

    with pytest.raises(UnauthenticatedError, match="more than 5 minutes"):
        ask("natural_resources", at=START - late)


def test_every_process_serves_contents_whatever_its_role():
    routes = {route.url: route for route, _ in routes_of(Department)}

    assert routes["/v1/blobs/<digest>"].on_every_process
    assert not routes["/v1/effects"].on_every_process


def test_without_a_signature_not_even_the_absence_is_told(context, keys):
    ring = load_key_ring(keys / "trust.json")

    for header in ("", "Bearer abc"):
        with pytest.raises(UnauthenticatedError, match="须由部门或伙伴签名"):
            serve_blob(context, ring, CLAIM.digest, header)
