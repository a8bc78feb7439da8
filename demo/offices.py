"""Which office a person of the demo works for: that of the place which a request is about."""

import re
from collections.abc import Iterator
from typing import Any

from shared.vocabulary import city_code, county_now, current, divisions

CITY_ACTS = ("registration", "delisting", "assessment", "polluted-listing")
"""The last parts of the addresses of acts that the law gives to the city's office."""
_CODE = re.compile(r"[0-9]{6}")
_NAMES = re.compile(r"(.*_id|plot_code|parcel_code|number|sha256)")


class OfficeDirectory:
    """Learns from answers where each matter is handled, and names the office for the next request.

    A real person has one token; the demo plays the people of all offices.
    """

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._known_in: dict[tuple[str, str], str] = {}

    def learn(self, department: str, answer: Any) -> None:
        """Record the division of every matter that an answer of a department shows."""
        for shown in answer.get("items", (answer,)) if isinstance(answer, dict) else ():
            if not isinstance(shown, dict):
                continue
            division = shown.get("division")
            county = current(str(shown.get("county") or ""))
            for name in (name for name in filter(_NAMES.fullmatch, shown) if shown[name]):
                matter = str(shown[name])
                if division:
                    self._known[matter] = self._known_in[department, matter] = division
                elif county:  # of a matter whose office is known, the county says nothing new
                    self._known.setdefault(matter, county)
                    self._known_in.setdefault((department, matter), county)

    def division_for(self, department: str, path: str, body: Any) -> str:
        """Return the division whose office sends a request; the city's if nothing tells."""
        last = path.rpartition("/")[2]
        if last in CITY_ACTS:
            return city_code()
        return next(self._candidates(department, path, body or {}), city_code())

    def _candidates(self, department: str, path: str, body: dict[str, Any]) -> Iterator[str]:
        if str(body.get("county") or "") in divisions():
            yield current(str(body["county"]))
        for part in (*path.split("/"), *map(str, body.values())):
            known = self._known_in.get((department, part), self._known.get(part))
            if known is not None:
                yield known
            elif _CODE.match(part) and part[:6] in divisions():
                yield county_now(part)
