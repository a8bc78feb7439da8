"""The read log: without a record there is no answer, and records contain no protected data."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated
from urllib.parse import quote

import pytest
from kit_given import Time
from werkzeug.test import Client
from werkzeug.wrappers import Response

from shared.clock.system import system_clock
from shared.errors import ForbiddenError, StoreUnavailableError
from shared.handling.cause import PublisherIdentity
from shared.handling.commands import CommandExecutor
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyRecord as KeptAnswer
from shared.handling.unit_of_work import UnitOfWork
from shared.handling.worker import HandlerRunner
from shared.local.dev_keys import create_dev_keys, development_token
from shared.messages.declare import Title, command
from shared.runtime.department import Department
from shared.store.document import document
from shared.store.memory import MemoryStore
from shared.store.pages import Page, PageRequest
from shared.vocabulary.fields import Id
from shared.web.app import WsgiApp
from shared.web.auth import Caller, Role, TrustedIssuers
from shared.web.read_log import ReadLog
from shared.web.read_record import Read, ReadOutcome
from shared.web.responder import RouteResponder
from shared.web.routes import http, restricted_type, routes_of, signature_of

NAME = "某某无人知晓"
PURPOSE = "办理某某案件移送"


@document("files", title="秘密卷宗", key="file_id", indexes=(("state",),), restricted=True)
class SecretFile:
    """A restricted file."""

    file_id: str
    suspect: str
    state: str = "在办"


@document("notices", title="公告", key="notice_id")
class Notice:
    """A public notice."""

    notice_id: str


@command("结卷")
class CloseFile:
    """Close a file."""

    file_id: Annotated[Id, Title("卷宗编号")]


def close_file(uow: UnitOfWork, asked: CloseFile) -> SecretFile:
    file = replace(uow.get(SecretFile, asked.file_id), state="已结")
    if file.suspect == "回避":
        raise ForbiddenError("须由另一人办理")
    uow.save(file)
    return file


class Archive(Department):
    """The archive of a synthetic city."""

    name = "archive"
    title = "档案局"

    @http("GET", "/v1/files/<file_id>", roles=[Role.OFFICER], title="卷宗")
    def get_file(self, file_id: str) -> SecretFile:
        """Show a file."""
        return self.work.get(SecretFile, file_id)

    @http("GET", "/v1/files", roles=[Role.OFFICER], title="卷宗列表")
    def get_files(self, page: PageRequest) -> Page[SecretFile]:
        """List files."""
        return self.work.page(SecretFile, page)

    @http("GET", "/v1/scans/<file_id>", roles=[Role.OFFICER], title="扫描件", reads=SecretFile)
    def get_scan(self, file_id: str) -> Response:
        """Show the scan of a file."""
        return Response(file_id)

    @http("POST", "/v1/files/<file_id>/closing", roles=[Role.OFFICER], title="结卷")
    def post_closing(self, command: CloseFile) -> SecretFile:
        """Close a file."""
        return self.work(close_file, command)

    @http("GET", "/v1/notices/<notice_id>", roles=[Role.OFFICER], title="公告")
    def get_notice(self, notice_id: str) -> Notice:
        """Show a notice."""
        return self.work.get(Notice, notice_id)


class Shelf(MemoryStore):
    """A store that can refuse to write records of reading."""

    full = False

    def transact(self, work, **bounds):
        def watched(session):
            done = work(session)
            if self.full and any(write.kind is Read for write in session.writes()):
                raise StoreUnavailableError
            return done

        return super().transact(watched, **bounds)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    create_dev_keys(home, system_clock())
    return home


@pytest.fixture
def store():
    store = Shelf()
    files = [SecretFile("k-1", NAME), SecretFile("k-2", NAME), SecretFile("k-3", "回避")]
    store.transact(lambda session: session.save(*files, Notice("n-1")))
    return store


@pytest.fixture
def ask(home, store):
    context = DepartmentContext(PublisherIdentity("140700", "archive"), store, Time())
    issuers, log = TrustedIssuers.load(home / "tokens"), ReadLog(store, context.clock)

    def call(method, arguments, request):
        service = Archive()
        service.work = HandlerRunner(CommandExecutor(context), request, lambda: None)
        return getattr(service, method.__name__)(**arguments)

    app = WsgiApp(
        (
            route,
            RouteResponder(
                "archive", issuers, route, signature_of(method), partial(call, method), log
            ).respond,
        )
        for route, method in routes_of(Archive)
    )

    def ask(path, *, who="officer-1", roles=(Role.OFFICER,), department="archive", **more):
        caller = Caller(who, department, frozenset(roles), "140700")
        token = development_token(home, caller, system_clock(), timedelta(hours=1))
        headers = {"Authorization": f"Bearer {token}", **more.pop("headers", {})}
        return Client(app).open(path, headers=headers, **more)

    return ask


def reads(store) -> list[Read]:
    return store.all(Read)


def told(store):
    return [(read.subject, read.key, read.outcome) for read in reads(store)]


def test_who_is_shown_a_file_is_written_down(ask, store):
    answer = ask(
        "/v1/files/k-1",
        roles=(Role.OFFICER, Role.CLERK),
        headers={"Liandong-Purpose": quote(PURPOSE)},
    )

    assert answer.json["suspect"] == NAME
    [read] = reads(store)
    assert (read.subject, read.department, read.roles) == (
        "officer-1",
        "archive",
        ("clerk", "officer"),
    )
    assert (read.route, read.kind, read.key) == ("GET /v1/files/<file_id>", "秘密卷宗", "k-1")
    assert (read.purpose, read.outcome) == (PURPOSE, ReadOutcome.SHOWN)
    assert read.at == datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
    assert NAME not in str(reads(store))


def test_each_file_of_a_list_is_written_down_under_one_request(ask, store):
    ask("/v1/files?limit=2")

    assert [read.key for read in reads(store)] == ["k-1", "k-2"]
    assert len({read.request for read in reads(store)}) == 1


def test_an_empty_list_is_a_reading_too(ask, store):
    assert ask("/v1/files?state=已销毁").json["items"] == []

    assert told(store) == [("officer-1", "", ReadOutcome.SHOWN)]


def test_without_a_record_there_is_no_answer(ask, store):
    store.full = True

    answer = ask("/v1/files/k-1")

    assert answer.status_code == 503
    assert NAME not in answer.text


def test_who_asks_in_vain_is_written_down(ask, store):
    assert ask("/v1/files/k-404").status_code == 404
    assert ask("/v1/files/k-1", who="clerk-1", roles=(Role.CLERK,)).status_code == 403
    assert ask("/v1/files/k-1", who="nosy", department="housing").status_code == 403

    assert told(store) == [
        ("officer-1", "k-404", ReadOutcome.ABSENT),
        ("clerk-1", "k-1", ReadOutcome.REFUSED),
        ("nosy", "k-1", ReadOutcome.REFUSED),
    ]
    assert [read.department for read in reads(store)] == ["archive", "archive", "housing"]


def test_whom_nobody_knows_is_refused_and_not_written_down(ask, store):
    assert ask("/v1/files/k-1", headers={"Authorization": "Bearer x"}).status_code == 401

    assert reads(store) == []


def test_an_act_that_answers_with_a_file_is_a_reading_each_time(ask, store):
    asked = {"method": "POST", "headers": {"Idempotency-Key": "1"}}

    first, again = [ask("/v1/files/k-1/closing", **asked) for _ in range(2)]

    assert first.json == again.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert told(store) == [("officer-1", "k-1", ReadOutcome.SHOWN)] * 2


def test_what_is_kept_of_an_answer_holds_no_name_and_is_read_anew_when_asked_again(ask, store):
    asked = {"method": "POST", "headers": {"Idempotency-Key": "1"}}
    ask("/v1/files/k-1/closing", **asked)
    (kept,) = store.page(KeptAnswer, {}, "", 10)
    store.transact(lambda session: session.save(SecretFile("k-1", NAME, "重新立卷")))

    again = ask("/v1/files/k-1/closing", **asked)

    assert NAME not in str(kept)
    assert kept.body == {"restricted_document": "k-1"}
    assert again.json == {"file_id": "k-1", "suspect": NAME, "state": "重新立卷"}


def test_an_answer_that_was_kept_whole_is_still_given(ask, store):
    asked = {"method": "POST", "headers": {"Idempotency-Key": "1"}}
    ask("/v1/files/k-1/closing", **asked)
    (kept,) = store.page(KeptAnswer, {}, "", 10)
    whole = {"file_id": "k-1", "suspect": NAME, "state": "当时"}
    store.transact(lambda session: session.save(replace(kept, body=whole)))

    assert ask("/v1/files/k-1/closing", **asked).json == whole


def test_an_act_whose_reading_is_not_recorded_is_done_and_answered_when_asked_again(ask, store):
    asked = {"method": "POST", "headers": {"Idempotency-Key": "1"}}
    store.full = True
    failed = ask("/v1/files/k-1/closing", **asked)

    store.full = False
    answer = ask("/v1/files/k-1/closing", **asked)

    assert failed.status_code == 503
    assert (answer.json["state"], told(store)) == (
        "已结",
        [("officer-1", "k-1", ReadOutcome.SHOWN)],
    )


def test_an_act_that_is_refused_shows_nothing_and_is_written_down(ask, store):
    answer = ask("/v1/files/k-3/closing", method="POST", headers={"Idempotency-Key": "1"})

    assert (answer.status_code, told(store)) == (
        403,
        [("officer-1", "k-3", ReadOutcome.REFUSED)],
    )


def test_a_file_in_another_form_is_recorded_by_what_it_was_asked_by(ask, store):
    assert ask("/v1/scans/k-1").text == "k-1"

    assert told(store) == [("officer-1", "k-1", ReadOutcome.SHOWN)]


def test_open_documents_are_not_recorded(ask, store):
    assert ask("/v1/notices/n-1").status_code == 200

    assert reads(store) == []


@pytest.mark.parametrize(
    ("purpose", "words"),
    [("办" * 201, "不超过 200 字"), ("办\n案", "一行"), ("%FF", "UTF-8")],
)
def test_a_purpose_is_one_line_of_two_hundred_characters(ask, store, purpose, words):
    quoted = purpose if purpose.startswith("%") else quote(purpose)

    answer = ask("/v1/files/k-1", headers={"Liandong-Purpose": quoted})

    assert answer.status_code == 422
    assert words in answer.json["detail"]
    assert reads(store) == []


def test_a_purpose_may_come_as_plain_utf_8(ask, store):
    ask("/v1/files/k-1", headers={"Liandong-Purpose": PURPOSE.encode().decode("latin-1")})

    assert reads(store)[0].purpose == PURPOSE


def test_the_head_reads_the_log_by_file_and_by_person(ask, store):
    ask("/v1/files/k-1")
    ask("/v1/files/k-2", who="officer-2")

    of_file = ask("/v1/reads?key=k-1", roles=(Role.HEAD,)).json["items"]
    of_person = ask("/v1/reads?subject=officer-2", roles=(Role.HEAD,)).json["items"]

    assert [entry["subject"] for entry in of_file] == ["officer-1"]
    assert [entry["key"] for entry in of_person] == ["k-2"]
    assert ask("/v1/reads").status_code == 403
    assert len(reads(store)) == 2


def test_a_restricted_document_cannot_be_shown_to_people_without_names():
    class Careless(Department):
        name = "careless"
        title = "某某局"

        @http("GET", "/v1/files/<file_id>", public=True, title="卷宗")
        def get_file(self, file_id: str) -> SecretFile:
            """Show a file."""
            return self.work.get(SecretFile, file_id)

    [(route, method)] = [
        pair for pair in routes_of(Careless) if pair[0].url.startswith("/v1/files/")
    ]

    with pytest.raises(TypeError, match="shows SecretFile to people without names"):
        restricted_type(route, signature_of(method))
