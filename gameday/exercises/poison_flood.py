"""Exercise: an inbox is flooded with messages that are no valid events."""

from itertools import cycle, islice

import orjson

from gameday.books import Books
from gameday.exercise import Exercise, Scene
from gameday.rogue import KINDS, brew, flood
from gameday.routines import ENVIRONMENT, FARMS, LAND
from liandong.messages.verify import load_signer
from shared.web.auth import Role

SPREAD_S = 10.0
UNASKED = {"--why": "--yes --why"}  # nobody sits at a terminal to confirm


def run(scene: Scene) -> None:
    """Flood natural resources' inbox, keep the evidence, discard it by the runbook."""
    town, duty, record = scene.town, scene.duty, scene.record
    keys, count = town.home / "keys", scene.pace.flood
    own, other = (load_signer(keys / f"{name}.key.pem") for name in (ENVIRONMENT, FARMS))
    with Books(town.platform.mongo_url) as books:
        good = orjson.loads(books.newest(ENVIRONMENT, "plot.registered.v1")["body"])
        kinds = islice(cycle(KINDS), count)
        bad = [brew(kind, number, good, own, other) for number, kind in enumerate(kinds)]
        record.did(f"{count} bad messages of {len(KINDS)} kinds into the inbox, between good ones")
        flood(town.platform.amqp_url, LAND, bad, SPREAD_S / count)
        scene.gates.ask(unheard=True, works=True)
        kept = {message.body for message in bad}
        scene.await_that(
            "each bad message is kept whole, with a reason",
            lambda: kept == {body for body, why in books.quarantine(LAND).items() if why},
            60,
        )
        scene.await_alert("ForeignVoice", 90)
        scene.await_alert("QuarantineGrew", 90)
        duty.run("failed", "QuarantineGrew", "liandong failed list")
        first = town.city[LAND].items("/v1/failed", role=Role.OPS, kind="quarantine")[0]
        swap = {"agriculture:Q_ZW52": f"{LAND}:{first['id']}"}
        duty.run("failed", "QuarantineGrew", "liandong failed show", swap)
        keep_evidence(scene)
        duty.run("failed", "ForeignVoice", "liandong keys list")
        scene.gates.outage_ends()
        duty.run("failed", "ForeignVoice", "liandong failed discard", UNASKED)
        scene.await_that("the quarantine is empty", lambda: not books.quarantine(LAND), 30)


def keep_evidence(scene: Scene) -> None:
    """Export what is in quarantine and verify it without the platform: it must not fit."""
    duty = scene.duty
    duty.run("failed", "ForeignVoice", "liandong failed export")
    swap = {"trust.json": ".local/keys/trust.json"}
    duty.run("failed", "ForeignVoice", "liandong failed verify", swap, fails=True)


EXERCISE = Exercise(
    name="poison-flood",
    title="A flood of bad messages",
    about="Unparsable, unsigned, altered, wrongly signed and contract-breaking messages arrive "
    "between good ones, in the inbox of natural resources.",
    alerts=("QuarantineGrew", "ForeignVoice"),
    run=run,
    panel=("隔离消息", "max by (department) (liandong_quarantine_messages)", "{{department}}"),
    limits=("The messages are put in by the operator's account: departments may not write there.",),
)
