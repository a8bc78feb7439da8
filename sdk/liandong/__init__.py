"""Join Liandong, the bus on which a city's departments act together on polluted soil.

from pathlib import Path
from signal import pause

import liandong as ld

url = "amqps://procuratorate:secret@bus.liandong.cn/140700"
ring = ld.TrustList(Path("trust.json"))
keys = ld.OpeningKeyFile(Path("procuratorate.seal.pem"))
with ld.connect(url, name="procuratorate setup") as connection:
    wanted = [("environment", "case.referred.v1")]
    ld.declare(connection.channel(), ld.inbox_topology("procuratorate", wanted))

def handle(deliveries):
    for delivery in deliveries:
        event = ld.open_message(delivery.body, delivery.headers, ring)
        if ld.is_sealed(event):  # names and evidence are for those alone whom the law names
            event = ld.unseal(event, keys)
        print(event.subject, event.data)  # your work; the same event may come twice
    return [ld.Verdict.ACK] * len(deliveries)

ld.Consumer(url, queues=ld.inbox_queues_of("procuratorate"), handle=handle).start()
pause()  # the consumer works in threads of its own
"""

from liandong.address import Address
from liandong.connection import connect, delays, reconnecting
from liandong.consumer import Consumer, Handle
from liandong.delivery import Delivery, Verdict
from liandong.envelope import BATCH_CONTENT_TYPE, CONTENT_TYPE, Envelope, decode, encode, new_id
from liandong.errors import (
    AccessRefused,
    BadAddress,
    BadKeyFile,
    BadSignature,
    BadTlsFile,
    BrokerUnavailable,
    CannotOpen,
    LiandongError,
    Malformed,
    NoRecipientKey,
    TopologyMismatch,
    UnknownVhost,
)
from liandong.liveseals import OpeningKeyFile, RecipientList
from liandong.publisher import (
    Confirmed,
    Outcome,
    OutMessage,
    Publisher,
    Rejected,
    Ticket,
    Unknown,
    outgoing,
)
from liandong.sealfiles import load_opening_keys, make_sealing_keys, rotate_sealing_key
from liandong.sealing import is_sealed, seal, unseal
from liandong.sealkeys import OpeningKeys, RecipientKey, Recipients
from liandong.signing import (
    KeyRing,
    Signer,
    Signing,
    SigningKey,
    TrustedKey,
    TrustList,
    load_key_ring,
    load_signer,
    make_keys,
    open_message,
    revoke_key,
    rotate_key,
)
from liandong.tls import TlsFiles
from liandong.topology import (
    Binding,
    Exchange,
    Queue,
    Topology,
    as_definitions,
    declare,
    exchange_of,
    inbox_of,
    inbox_queues_of,
    inbox_topology,
    publisher_topology,
    quarantine_of,
)

__all__ = [
    "BATCH_CONTENT_TYPE",
    "CONTENT_TYPE",
    "AccessRefused",
    "Address",
    "BadAddress",
    "BadKeyFile",
    "BadSignature",
    "BadTlsFile",
    "Binding",
    "BrokerUnavailable",
    "CannotOpen",
    "Confirmed",
    "Consumer",
    "Delivery",
    "Envelope",
    "Exchange",
    "Handle",
    "KeyRing",
    "LiandongError",
    "Malformed",
    "NoRecipientKey",
    "OpeningKeyFile",
    "OpeningKeys",
    "OutMessage",
    "Outcome",
    "Publisher",
    "Queue",
    "RecipientKey",
    "RecipientList",
    "Recipients",
    "Rejected",
    "Signer",
    "Signing",
    "SigningKey",
    "Ticket",
    "TlsFiles",
    "Topology",
    "TopologyMismatch",
    "TrustList",
    "TrustedKey",
    "Unknown",
    "UnknownVhost",
    "Verdict",
    "as_definitions",
    "connect",
    "declare",
    "decode",
    "delays",
    "encode",
    "exchange_of",
    "inbox_of",
    "inbox_queues_of",
    "inbox_topology",
    "is_sealed",
    "load_key_ring",
    "load_opening_keys",
    "load_signer",
    "make_keys",
    "make_sealing_keys",
    "new_id",
    "open_message",
    "outgoing",
    "publisher_topology",
    "quarantine_of",
    "reconnecting",
    "revoke_key",
    "rotate_key",
    "rotate_sealing_key",
    "seal",
    "unseal",
]
