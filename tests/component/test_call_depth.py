"""A handler runs few frames deep, so that a traceback is readable."""

import traceback
from datetime import timedelta
from functools import partial
from pathlib import Path

from failures_given import Bureau, sealing
from kit_given import SealWell, Well, a_context
from werkzeug.test import Client

import shared
from shared.clock.system import system_clock
from shared.handling.commands import CommandExecutor
from shared.handling.worker import HandlerRunner
from shared.local.dev_keys import create_dev_keys, development_token
from shared.runtime.department import Department
from shared.web.app import WsgiApp
from shared.web.auth import Caller, Role, TrustedIssuers
from shared.web.read_log import ReadLog
from shared.web.responder import RouteResponder
from shared.web.routes import http, routes_of, signature_of

KIT = str(Path(shared.__file__).parent)
MOST_OF_THE_KIT = 6
"""Of ten: the host, the service's method, the handler and MongoDB's second frame come on top."""


class Waterworks(Department):
    """A department with one route; it records the stack frames of its last handler."""

    name = "water"
    title = "水务局"
    frames: list[str]

    @http("POST", "/v1/wells/<well_code>/sealings", roles=[Role.CLERK], title="封停水井")
    def post_sealing(self, command: SealWell) -> Well:
        """Seal a well."""
        return self.work(seal, command)


def frames_of_the_kit():
    return [
        f"{frame.filename} {frame.name}"
        for frame in traceback.extract_stack()
        if frame.filename.startswith(KIT)
    ]


def seal(uow, command):
    Waterworks.frames = frames_of_the_kit()
    return uow.save(well := Well(command.well_code)) or well


def test_a_command_stands_at_most_ten_frames_deep_at_its_handler(tmp_path):
    create_dev_keys(tmp_path, system_clock())
    context = a_context()
    executor, log = CommandExecutor(context), ReadLog(context.store, context.clock)
    issuers = TrustedIssuers.load(tmp_path / "tokens")

    def call(method, arguments, request):
        service = Waterworks()
        service.work = HandlerRunner(executor, request, lambda: None)
        return getattr(service, method.__name__)(**arguments)

    routes = (
        (
            route,
            RouteResponder(
                "water", issuers, route, signature_of(method), partial(call, method), log
            ).respond,
        )
        for route, method in routes_of(Waterworks)
    )
    caller = Caller("clerk-1", "water", frozenset({Role.CLERK}), "140700")
    token = development_token(tmp_path, caller, system_clock(), timedelta(hours=1))
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k-1"}

    answer = Client(WsgiApp(routes)).post(
        "/v1/wells/J-1/sealings", json={"reason": "dry"}, headers=headers
    )

    assert answer.status_code == 200, answer.text
    assert len(Waterworks.frames) <= MOST_OF_THE_KIT, "\n".join(Waterworks.frames)


def test_an_event_stands_at_most_ten_frames_deep_at_its_handler(tmp_path):
    bureau = Bureau(tmp_path)
    inbox, frames = bureau.inbox(), []
    bureau.mood.note_sealing = lambda *_: frames.extend(frames_of_the_kit())

    inbox.handle(inbox.prepare([bureau.delivery(sealing("J-1"))]))

    assert 0 < len(frames) <= MOST_OF_THE_KIT, "\n".join(frames)
