"""Applications that must not be approved in an outage: forbidden or undecidable ones.

A gate that fails closed refuses them or leaves them undecided [code.456, plan.6].
"""

import threading
import time
import uuid
from dataclasses import dataclass, field

import httpx

from demo.client import City, Json
from demo.flows.places import Place
from testbed.workloads import HOUSING, INDUSTRY, LAND, make_place, registration_request

APPROVED, UNDECIDED = "准予办理", "待核验"
FORBIDDEN, UNHEARD, UNDECIDABLE = "forbidden", "forbidden, not yet heard", "undecidable"
PLAIN = "allowed"
NO_ANSWER = "no answer"
UNAVAILABLE = "503"
POLL_S, OBSERVED_S = 1.0, 90.0


@dataclass(slots=True)
class GateProbe:
    """One application, its states during the outage (`seen`) and its last one (`became`)."""

    kind: str
    body: Json
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    number: str = ""
    seen: list[str] = field(default_factory=list)
    became: str = ""

    @property
    def closed(self) -> bool:
        """Whether it was never approved during the outage, nor afterwards if it is forbidden."""
        if self.kind == PLAIN:
            return True
        allowed = [*self.seen, self.became] if self.kind != UNDECIDABLE else self.seen
        return bool(self.seen) and APPROVED not in allowed

    @property
    def decided(self) -> bool:
        """Whether its last state is a decision."""
        return self.became not in ("", UNDECIDED)

    def as_row(self) -> Json:
        """Return its row of the report."""
        seen = list(dict.fromkeys(self.seen))
        return {
            "kind": self.kind,
            "during": seen,
            "became": self.became,
            "closed": self.closed,
            "decided": self.decided,
        }


class GateProbes:
    """Records parcels, sends probes during an outage, and polls their states."""

    def __init__(self, city: City, first: int = 4000) -> None:
        self._city = city
        self._listed, self._unheard, self._plain = (
            make_place(number) for number in (first, first + 2, first + 4)
        )
        self.probes: list[GateProbe] = []
        self._over = threading.Event()
        self._observer = threading.Thread(target=self._observe, daemon=True)

    def prepare(self) -> None:
        """Record three parcels, and put the plot of the first on the register."""
        for site in (self._listed, self._unheard, self._plain):
            self._city[LAND].post("/v1/parcels", site.parcel("某某厂", INDUSTRY, HOUSING))
        self._list_plot(self._listed)

    @property
    def frozen(self) -> bool:
        """Whether natural resources has received the listing of the plot."""
        return self._city[LAND].get(f"/v1/holds/{self._listed.plot_code}").ok

    def ask(self, *, unheard: bool, works: bool = False) -> None:
        """Send a forbidden application and one that cannot be decided during the outage.

        With `unheard` also one for a second plot, listed during the outage, whose event natural
        resources has not received yet. With `works` the gate can answer, and may approve the last
        one. All states are polled until `outage_ends`.
        """
        self._new(FORBIDDEN, self._listed, HOUSING)
        if unheard and self._list_plot(self._unheard):
            self._new(UNHEARD, self._unheard, INDUSTRY)
        self._new(PLAIN if works else UNDECIDABLE, self._plain, INDUSTRY)
        self._observer.start()

    def outage_ends(self) -> None:
        """Stop polling, once each probe was polled: later decisions are based on all events."""
        end = time.monotonic() + OBSERVED_S
        while not all(probe.seen for probe in self.probes) and time.monotonic() < end:
            time.sleep(POLL_S / 4)
        self._over.set()

    def settled(self) -> bool:
        """Update the last state of all probes; return whether all are decided."""
        for probe in self.probes:
            probe.became = self._state(probe)
        return all(probe.decided and probe.became != UNAVAILABLE for probe in self.probes)

    def _observe(self) -> None:
        """Send probes until they are accepted, and record all states, until the outage ends."""
        while not self._over.wait(POLL_S):
            for probe in self.probes:
                state = self._state(probe)
                if not self._over.is_set():
                    probe.seen.append(state)

    def _new(self, kind: str, site: Place, use: str) -> None:
        self.probes.append(GateProbe(kind, site.application("改变用途", use)))

    def _state(self, probe: GateProbe) -> str:
        land = self._city[LAND]
        try:
            if not probe.number:
                answer = land.post("/v1/applications", probe.body, key=probe.key)
            else:
                answer = land.get(f"/v1/applications/{probe.number}")
        except (httpx.HTTPError, ValueError):
            return NO_ANSWER
        if not answer.ok:
            return str(answer.status)
        probe.number = answer.body["application_id"]
        return str(answer.body["state"])

    def _list_plot(self, site: Place) -> bool:
        request = registration_request(site)
        try:
            return (
                self._city[request.department].post(request.path, request.body, key=request.key).ok
            )
        except (httpx.HTTPError, ValueError):
            return False
