"""Exercise: an inbox is flooded with invalid messages."""

from itertools import cycle, islice

from gameday.exercise import Exercise, ExerciseContext
from liandong.amqp.topology import inbox_queues_of
from liandong.messages.verify import Signer, load_signer
from shared.web.auth import Role
from testbed.adversary import RawMessage, publish_all
from testbed.database_reader import DatabaseReader
from testbed.invalid_messages import KINDS, Event, forged_event, invalid_message
from testbed.workloads import ENVIRONMENT, FARMS, LAND

SPREAD_S = 10.0
UNASKED = {"--why": "--yes --why"}  # no terminal for the confirmation


def run(context: ExerciseContext) -> None:
    """Flood the inbox of natural resources, export the evidence, discard it by the runbook."""
    testbed, operator, record = context.testbed, context.operator, context.record
    keys, count = testbed.home / "keys", context.profile.flood
    signers = [load_signer(keys / f"{name}.key.pem") for name in (ENVIRONMENT, FARMS)]
    with DatabaseReader(testbed.platform.mongo_url) as reader:
        valid = reader.newest_envelope(ENVIRONMENT, "plot.registered.v1")
        kinds = islice(cycle(KINDS), count)
        invalid = [_invalid(kind, number, valid, *signers) for number, kind in enumerate(kinds)]
        record.did(f"{count} bad messages of {len(KINDS)} kinds into the inbox, between good ones")
        inbox = inbox_queues_of(LAND)[0]
        publish_all(testbed.platform.amqp_url, "", inbox, invalid, SPREAD_S / count)
        context.gates.ask(unheard=True, works=True)
        kept = {message.body for message in invalid}
        context.await_that(
            "each bad message is kept whole, with a reason",
            lambda: kept == {body for body, why in reader.quarantine(LAND).items() if why},
            60,
        )
        context.await_alert("ForeignVoice", 90)
        context.await_alert("QuarantineGrew", 90)
        operator.run("failed", "QuarantineGrew", "liandong failed list")
        first = testbed.city[LAND].items("/v1/failed", role=Role.OPS, kind="quarantine")[0]
        swap = {"agriculture:Q_ZW52": f"{LAND}:{first['id']}"}
        operator.run("failed", "QuarantineGrew", "liandong failed show", swap)
        keep_evidence(context)
        operator.run("failed", "ForeignVoice", "liandong keys list")
        context.gates.outage_ends()
        operator.run("failed", "ForeignVoice", "liandong failed discard", UNASKED)
        context.await_that("the quarantine is empty", lambda: not reader.quarantine(LAND), 30)


def _invalid(kind: str, number: int, valid: Event, own: Signer, other: Signer) -> RawMessage:
    """Return an invalid message about a separate subject."""
    subject = f"140727-9{number:03d}"
    data = {**valid["data"], "plot_code": subject}
    event = forged_event(valid, subject, data)
    return invalid_message(kind, event, {**data, "area_m2": "很大"}, own, other)


def keep_evidence(context: ExerciseContext) -> None:
    """Export the quarantine and verify the export without the platform, which must fail."""
    operator = context.operator
    operator.run("failed", "ForeignVoice", "liandong failed export")
    swap = {"trust.json": ".local/keys/trust.json"}
    operator.run("failed", "ForeignVoice", "liandong failed verify", swap, fails=True)


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
