"""Exercise: environment's signing key is stolen, revoked and replaced."""

import orjson

from gameday.books import Books, hears
from gameday.exercise import Exercise, Scene
from gameday.exercises.poison_flood import UNASKED, keep_evidence
from gameday.rogue import Message, forged, speak
from gameday.routines import ENVIRONMENT, LAND
from liandong.messages.verify import Signer, load_signer

TOPIC = "plot.delisted.v1"
BETWEEN_S = 5.0


def run(scene: Scene) -> None:
    """Revoke, hear the thief, rotate, send anew what was refused meanwhile."""
    town, duty, record = scene.town, scene.duty, scene.record
    stolen = load_signer(town.home / "keys" / f"{ENVIRONMENT}.key.pem")
    swap = {"environment-0123456789ab": stolen.key_id}
    duty.run("failed", "ForeignVoice", "liandong keys revoke", swap)
    record.did("the key of environment is revoked; its service signs with it still")
    town.pause(BETWEEN_S)
    scene.gates.ask(unheard=True)
    with Books(town.platform.mongo_url) as books:
        lie = _lie(books, stolen)
        speak(town.platform.amqp_urls[ENVIRONMENT], ENVIRONMENT, TOPIC, [lie])
        record.did("the thief publishes, signed with it, that a listed plot has left the register")
        scene.await_that(
            "what the thief said lies in quarantine",
            lambda: "revoked" in books.quarantine(LAND).get(lie.body, ""),
            60,
        )
        scene.await_alert("ForeignVoice", 90)
        scene.await_alert("QuarantineGrew", 90)
        scene.gates.outage_ends()
        keep_evidence(scene)
        duty.run("failed", "ForeignVoice", "liandong keys rotate")
        town.pause(BETWEEN_S)
        for name in _hearers():
            swap = {"agriculture": name}
            duty.run("failed", "ForeignVoice", "liandong replay", swap)
        scene.await_that("the probes of the gate are decided", scene.gates.settled, 60)
        record.check(
            "the plot of the lie is still frozen",
            scene.city[LAND].get(f"/v1/holds/{lie.subject}").body.get("kind") == "在名录内",
        )
        duty.run("failed", "ForeignVoice", "liandong failed discard", UNASKED)
        scene.await_that(
            "every quarantine is empty", lambda: not any(map(books.quarantine, _hearers())), 30
        )


def _hearers() -> list[str]:
    return [
        name
        for name, bound in hears().items()
        if any(publisher == ENVIRONMENT for publisher, _ in bound)
    ]


def _lie(books: Books, stolen: Signer) -> Message:
    good = orjson.loads(books.newest(ENVIRONMENT, "plot.registered.v1")["body"])
    code = good["data"]["plot_code"]
    about = {
        "plot_code": code,
        "document_number": "晋环函〔2026〕某某伪号",
        "delisted_on": good["data"]["registered_on"],
        "conditions": [],
    }
    kind = {"type": good["type"].replace("plot.registered", "plot.delisted")}
    schema = {"dataschema": good["dataschema"].replace("plot.registered", "plot.delisted")}
    body = forged({**good, **kind, **schema}, code, about)
    return Message(body, stolen.headers(body), code)


EXERCISE = Exercise(
    name="stolen-key",
    title="A signing key is stolen",
    about="Somebody has environment's private key. It is revoked and replaced; what was signed "
    "with it afterwards must lie in quarantine, also what environment itself signed with it.",
    alerts=("ForeignVoice", "QuarantineGrew"),
    run=run,
    panel=(
        "每秒拒收",
        "sum by (department) (rate(liandong_events_refused_total[1m]))",
        "{{department}}",
    ),
    limits=("What a thief publishes before the key is revoked is believed: nothing can tell it.",),
)
