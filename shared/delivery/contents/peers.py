"""HTTP addresses of other departments and partners, and fetching contents from them."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from liandong.amqp.address import PLAIN_SETTING
from liandong.files.tls import is_loopback
from liandong.messages.claim_check import Unreachable, fetch
from liandong.messages.verify import Signing
from shared.clock.system import Clock
from shared.config.tls import PLAIN, HttpTls

SETTING = "LIANDONG_PEERS"
PLACEHOLDER = "{department}"
PEERS_FILE = "peers.json"
SCHEMES = ("http://", "https://")
LONGEST_S = 30.0


class Peers:
    """The addresses of departments and partners, by the setting `LIANDONG_PEERS`.

    The setting is a pattern such as `http://{department}:8080`, or the path of a JSON file that
    maps names to addresses. The file is read at each lookup, so that a change needs no restart.
    """

    def __init__(self, setting: str, *, plain_allowed: bool = False) -> None:
        self._setting = setting
        self._plain_allowed = plain_allowed

    def address(self, publisher: str) -> str:
        """Return a publisher's base URL; `Unreachable` names the setting if it is not usable."""
        found = self._find(publisher)
        host = urlsplit(found).hostname or ""
        if not (self._plain_allowed or found.startswith("https://") or is_loopback(host)):
            raise Unreachable(
                f"“{publisher}”的地址未使用 TLS：请在设置 {SETTING} 中改为 https，"
                f"或在网络本身可信时设置 {PLAIN_SETTING}=http"
            )
        return found

    def _find(self, publisher: str) -> str:
        if self._setting.startswith(SCHEMES):
            return self._setting.replace(PLACEHOLDER, publisher)
        found = self._listed().get(publisher) if self._setting else None
        if not isinstance(found, str):
            raise Unreachable(f"没有“{publisher}”的地址，请在设置 {SETTING} 中写明")
        return found

    def _listed(self) -> Mapping[str, object]:
        try:
            listed = orjson.loads(Path(self._setting).read_bytes())
        except (OSError, orjson.JSONDecodeError) as error:
            raise Unreachable(f"设置 {SETTING} 所指的文件读不出：{error}") from error
        return listed if isinstance(listed, dict) else {}


class HttpContentSource:
    """Fetches contents over HTTP, with requests that this department signs."""

    def __init__(self, peers: Peers, signer: Signing, clock: Clock, tls: HttpTls = PLAIN) -> None:
        self._peers = peers
        self._signer = signer
        self._clock = clock
        self._tls = tls

    def fetch(self, publisher: str, dataref: str, patience_s: float) -> bytes:
        """Fetch content within `patience_s` (at most `LONGEST_S`); raises `ContentError`."""
        address = self._peers.address(publisher)
        patience = min(patience_s, LONGEST_S)
        now = self._clock()
        return fetch(
            address,
            publisher,
            dataref,
            self._signer,
            timeout_s=patience,
            now=now,
            tls=self._tls.client(),
        )


def write_peers(folder: Path, addresses: Mapping[str, str]) -> str:
    """Write a file of addresses; return the value of `LIANDONG_PEERS` that names it."""
    file = folder / PEERS_FILE
    file.write_bytes(orjson.dumps(dict(addresses), option=orjson.OPT_INDENT_2))
    return str(file)
