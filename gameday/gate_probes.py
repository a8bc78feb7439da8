"""Acts that must not be allowed during an outage: forbidden ones, and such that nobody can decide.

A gate that fails closed leaves them undecided or refuses them [code.456, plan.6].
"""

import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

from demo.client import City, Json
from demo.flows.places import Place
from testbed.workloads import HOUSING, INDUSTRY, LAND, place, register

APPROVED, UNDECIDED = "准予办理", "待核验"
FORBIDDEN, UNHEARD, UNDECIDABLE = "forbidden", "forbidden, not yet heard", "undecidable"
PLAIN = "allowed"
NO_ANSWER = "no answer"
UNAVAILABLE = "503"
LOOK_S, LOOKED_S = 1.0, 90.0


@dataclass(slots=True)
class Probe:
    """One application, its state whenever somebody looked, and what it became."""

    kind: str
    body: Json
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    number: str = ""
    seen: list[str] = field(default_factory=list)
    became: str = ""

    @property
    def closed(self) -> bool:
        """Tell whether it was never allowed during the outage, nor ever if it is forbidden."""
        if self.kind == PLAIN:
            return True
        allowed = [*self.seen, self.became] if self.kind != UNDECIDABLE else self.seen
        return bool(self.seen) and APPROVED not in allowed

    @property
    def decided(self) -> bool:
        """Tell whether it got its answer in the end."""
        return self.became not in ("", UNDECIDED)

    def as_row(self) -> Json:
        """Tell it for the report."""
        seen = list(dict.fromkeys(self.seen))
        return {
            "kind": self.kind,
            "during": seen,
            "became": self.became,
            "closed": self.closed,
            "decided": self.decided,
        }


class Gates:
    """Prepares land, asks for the probes during an outage, and looks what became of them."""

    def __init__(self, city: City, first: int = 4000) -> None:
        self._city = city
        self._listed, self._unheard, self._plain = place(first), place(first + 2), place(first + 4)
        self.probes: list[Probe] = []
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def prepare(self) -> None:
        """Record three parcels, and list the plot on the first."""
        for site in (self._listed, self._unheard, self._plain):
            self._city[LAND].post("/v1/parcels", site.parcel("某某厂", INDUSTRY, HOUSING))
        self._register(self._listed)

    @property
    def frozen(self) -> bool:
        """Tell whether natural resources knows of the listed plot."""
        return self._city[LAND].get(f"/v1/holds/{self._listed.plot_code}").ok

    def ask(self, *, unheard: bool, works: bool = False) -> None:
        """Ask for what is forbidden and for what nobody can decide now.

        With `unheard` a second plot is listed first: natural resources cannot know of it yet. With
        `works` the gate can answer, and may allow the last one. How they stand is looked at until
        `outage_ends`.
        """
        self._new(FORBIDDEN, self._listed, HOUSING)
        if unheard and self._register(self._unheard):
            self._new(UNHEARD, self._unheard, INDUSTRY)
        self._new(PLAIN if works else UNDECIDABLE, self._plain, INDUSTRY)
        self._looking.start()

    def outage_ends(self) -> None:
        """Look no more, once each was looked at: what is decided from now on is decided rightly."""
        end = time.monotonic() + LOOKED_S
        while not all(probe.seen for probe in self.probes) and time.monotonic() < end:
            time.sleep(LOOK_S / 4)
        self._over.set()

    def settled(self) -> bool:
        """Tell whether all are decided."""
        for probe in self.probes:
            probe.became = self._state(probe)
        return all(probe.decided and probe.became != UNAVAILABLE for probe in self.probes)

    def _look(self) -> None:
        """Send what was not taken yet, and note how all of them stand, as long as it lasts."""
        while not self._over.wait(LOOK_S):
            for probe in self.probes:
                state = self._state(probe)
                if not self._over.is_set():
                    probe.seen.append(state)

    def _new(self, kind: str, at: Place, use: str) -> None:
        self.probes.append(Probe(kind, at.application("改变用途", use)))

    def _state(self, probe: Probe) -> str:
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

    def _register(self, at: Place) -> bool:
        act: Any = register(at)
        try:
            return self._city[act.department].post(act.path, act.body, key=act.key).ok
        except (httpx.HTTPError, ValueError):
            return False
