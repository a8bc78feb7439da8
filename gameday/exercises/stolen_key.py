"""Exercise: environment's signing key is stolen, revoked and replaced."""

import orjson

from gameday.exercise import Exercise, ExerciseContext
from gameday.exercises.poison_flood import UNASKED, keep_evidence
from liandong.amqp.topology import exchange_of
from liandong.messages.verify import Signer, load_signer
from testbed.adversary import RawMessage, publish_all
from testbed.database_reader import DatabaseReader
from testbed.invalid_messages import forged_event
from testbed.mark_audit import contract_bindings
from testbed.workloads import ENVIRONMENT, LAND

TOPIC = "plot.delisted.v1"
BETWEEN_S = 5.0


def run(context: ExerciseContext) -> None:
    """Revoke the key, forge an event with it, rotate, replay the events refused meanwhile."""
    testbed, operator, record = context.testbed, context.operator, context.record
    stolen = load_signer(testbed.home / "keys" / f"{ENVIRONMENT}.key.pem")
    swap = {"environment-0123456789ab": stolen.key_id}
    operator.run("failed", "ForeignVoice", "liandong keys revoke", swap)
    record.did("the key of environment is revoked; its service signs with it still")
    testbed.pause(BETWEEN_S)
    context.gates.ask(unheard=True)
    with DatabaseReader(testbed.platform.mongo_url) as reader:
        lie = _forged_delisting(reader, stolen)
        url = testbed.platform.amqp_urls[ENVIRONMENT]
        publish_all(url, exchange_of(ENVIRONMENT), TOPIC, [lie])
        record.did("the thief publishes, signed with it, that a listed plot has left the register")
        context.await_that(
            "what the thief said lies in quarantine",
            lambda: "revoked" in reader.quarantine(LAND).get(lie.body, ""),
            60,
        )
        context.await_alert("ForeignVoice", 90)
        context.await_alert("QuarantineGrew", 90)
        context.gates.outage_ends()
        keep_evidence(context)
        operator.run("failed", "ForeignVoice", "liandong keys rotate")
        testbed.pause(BETWEEN_S)
        for name in _subscribers():
            swap = {"agriculture": name}
            operator.run("failed", "ForeignVoice", "liandong replay", swap)
        context.await_that("the probes of the gate are decided", context.gates.settled, 60)
        record.check(
            "the plot of the lie is still frozen",
            context.city[LAND].get(f"/v1/holds/{lie.subject}").body.get("kind") == "在名录内",
        )
        operator.run("failed", "ForeignVoice", "liandong failed discard", UNASKED)
        context.await_that(
            "every quarantine is empty", lambda: not any(map(reader.quarantine, _subscribers())), 30
        )


def _subscribers() -> list[str]:
    return [
        name
        for name, bound in contract_bindings().items()
        if any(publisher == ENVIRONMENT for publisher, _ in bound)
    ]


def _forged_delisting(reader: DatabaseReader, stolen: Signer) -> RawMessage:
    valid = reader.newest_envelope(ENVIRONMENT, "plot.registered.v1")
    code = valid["data"]["plot_code"]
    about = {
        "plot_code": code,
        "document_number": "晋环函〔2026〕某某伪号",
        "delisted_on": valid["data"]["registered_on"],
        "conditions": [],
    }
    kind = {"type": valid["type"].replace("plot.registered", "plot.delisted")}
    schema = {"dataschema": valid["dataschema"].replace("plot.registered", "plot.delisted")}
    body = orjson.dumps(forged_event({**valid, **kind, **schema}, code, about))
    return RawMessage(body, stolen.headers(body), code)


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
