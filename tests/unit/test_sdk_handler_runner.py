"""A message's verdict follows from its events; an event that makes the handler raise is found."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from liandong import Verdict
from liandong.amqp.delivery import Delivery
from liandong.consuming.handler_runner import BatchRunner
from liandong.keys.signer import Signer
from liandong.messages.bundle import OutgoingEvent, make_bundles

ACK, REJECT, RETURN = Verdict.ACK, Verdict.REJECT, Verdict.RETURN
LIMIT = 3


def messages(*bundles: str) -> list[Delivery]:
    """Make one message per word, with an event per letter."""
    signer = Signer("environment-1", Ed25519PrivateKey.generate())
    made = []
    for tag, letters in enumerate(bundles, 1):
        events = [
            OutgoingEvent("plot.listed.v1", "140728-0007", letter.encode()) for letter in letters
        ]
        [(message, _)] = make_bundles("environment.events", events, signer)
        where = message.exchange, message.routing_key
        made.append(Delivery("inbox", message.body, message.headers, tag, False, *where))
    return made


class Handler:
    """Returns each letter's verdict, ACK by default, and raises for some."""

    def __init__(self, raises="", **verdicts):
        self.raises = raises
        self.told = verdicts
        self.seen: list[str] = []

    def __call__(self, deliveries):
        letters = [delivery.body.decode() for delivery in deliveries]
        self.seen.append("".join(letters))
        if set(letters) & set(self.raises):
            raise ValueError("井口坍塌")
        return [self.told.get(letter, ACK) for letter in letters]


def judged(handler, *bundles, times=1):
    runner = BatchRunner(handler, None, LIMIT, "test")
    prepared = runner.prepare(messages(*bundles))
    for _ in range(times):
        verdicts = runner.run(prepared)
    return verdicts


def test_the_handler_gets_the_events_of_all_messages_at_once_and_in_order():
    handler = Handler()

    assert judged(handler, "abc", "d", "ef") == [ACK, ACK, ACK]
    assert handler.seen == ["abcdef"]


def test_a_message_is_returned_or_rejected_if_one_of_its_events_is():
    handler = Handler(b=REJECT, d=RETURN, e=REJECT)

    assert judged(handler, "abc", "de", "f") == [REJECT, RETURN, ACK]


def test_after_a_raise_each_event_is_tried_alone_and_all_behind_the_culprit_wait():
    handler = Handler(raises="c")

    assert judged(handler, "ab", "cd", "e") == [RETURN, RETURN, RETURN]
    assert judged(handler, "ab", "cd", "e", times=2) == [ACK, RETURN, RETURN]
    assert handler.seen[-3:] == ["a", "b", "c"]


def test_what_raises_too_often_is_rejected_with_its_bundle_and_the_rest_goes_on():
    handler = Handler(raises="c")

    assert judged(handler, "ab", "cd", "e", times=1 + LIMIT) == [ACK, REJECT, ACK]


def test_two_culprits_in_one_bundle_are_both_found():
    handler = Handler(raises="ac")

    assert judged(handler, "abc", "d", times=1 + 2 * LIMIT - 1) == [REJECT, ACK]


def test_what_cannot_be_prepared_counts_as_raised():
    def prepare(deliveries):
        raise ValueError("无法解析")

    runner = BatchRunner(Handler(), prepare, LIMIT, "test")
    prepared = runner.prepare(messages("a"))

    assert [runner.run(prepared) for _ in range(LIMIT)] == [[RETURN], [RETURN], [REJECT]]


def test_what_is_returned_is_judged_again_without_what_is_done():
    handler = Handler(c=RETURN)
    runner = BatchRunner(handler, None, LIMIT, "test")
    prepared = runner.prepare(messages("ab", "cd"))

    rest = runner.remaining(prepared, runner.run(prepared))

    assert [event.body for event in rest.events] == [b"c", b"d"]
