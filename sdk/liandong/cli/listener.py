"""The handler of `liandong listen`: verify, fetch content, unseal, print, acknowledge."""

import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from liandong.amqp.address import require_tls
from liandong.amqp.delivery import Delivery, Verdict
from liandong.envelope import Envelope, encode
from liandong.errors import BadAddress, BadSignature, CannotOpen, LiandongError, Malformed
from liandong.keys.sealing_keys import PrivateKeyProvider
from liandong.keys.signer import Signing
from liandong.messages.claim_check import ContentError, Unreachable, fetch, with_content
from liandong.messages.sealing import is_sealed, unseal
from liandong.messages.verify import KeyRing, open_message

SCHEMES = ("http://", "https://")


class ContentMissing(LiandongError):
    """The content of an event could not be fetched."""


class ContentClient:
    """Fetches content too large for the broker from its publisher; signs requests with `signer`.

    `addresses` is an address with `{department}` in it, or a JSON file that maps publishers to
    addresses. An address on another machine must be https unless `plain_allowed`.
    """

    def __init__(self, addresses: str, signer: Signing, *, plain_allowed: bool = False) -> None:
        self._addresses = addresses
        self._signer = signer
        self._plain_allowed = plain_allowed

    def complete(self, envelope: Envelope) -> Envelope:
        """Replace an event's `dataref` by the content, or raise `ContentMissing`."""
        if envelope.dataref is None:
            return envelope
        publisher = envelope.department
        try:
            address = self._address(publisher)
            require_tls(address, "https://", self._plain_allowed, "http")
            return with_content(envelope, fetch(address, publisher, envelope.dataref, self._signer))
        except (ContentError, BadAddress) as error:
            raise ContentMissing(
                f"the content of {envelope.id} was not fetched: {error}. The event stays in your"
                " inbox; without --fetch it is printed as it came, with its dataref."
            ) from error

    def _address(self, publisher: str) -> str:
        if self._addresses.startswith(SCHEMES):
            return self._addresses.replace("{department}", publisher)
        try:
            listed: Any = orjson.loads(Path(self._addresses).read_bytes())
        except (OSError, orjson.JSONDecodeError) as error:
            raise Unreachable(f"--fetch {self._addresses}: {error}") from error
        found = listed.get(publisher) if isinstance(listed, dict) else None
        if not isinstance(found, str):
            raise Unreachable(f"--fetch {self._addresses}: no address of {publisher}")
        return found


class EventPrinter:
    """Prints each event before its delivery is acknowledged; `count` 0 is no limit."""

    def __init__(
        self,
        ring: KeyRing,
        count: int,
        contents: ContentClient | None = None,
        keys: PrivateKeyProvider | None = None,
    ) -> None:
        self._ring = ring
        self._left = count or None
        self._contents = contents
        self._keys = keys
        self.finished = threading.Event()
        self.fault: ContentMissing | None = None

    def handle(self, deliveries: Sequence[Delivery]) -> list[Verdict]:
        """Print a batch and return its verdicts; events behind the last wanted one are returned."""
        return [self._show(delivery) for delivery in deliveries]

    def _show(self, delivery: Delivery) -> Verdict:
        if self.finished.is_set():
            return Verdict.RETURN
        try:
            envelope = self._read(delivery)
            sys.stdout.write(encode(envelope).decode() + "\n")
            sys.stdout.flush()
        except (Malformed, BadSignature, CannotOpen) as error:
            sys.stderr.write(f"to the quarantine: {error}\n")
            return Verdict.REJECT
        except (BrokenPipeError, ContentMissing) as error:
            self.fault = error if isinstance(error, ContentMissing) else None
            self.finished.set()
            return Verdict.RETURN
        self._count()
        return Verdict.ACK

    def _read(self, delivery: Delivery) -> Envelope:
        envelope = open_message(delivery.body, delivery.headers, self._ring)
        whole = self._contents.complete(envelope) if self._contents else envelope
        return unseal(whole, self._keys) if self._keys and is_sealed(whole) else whole

    def _count(self) -> None:
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self.finished.set()
