"""The load of the check: the flows of the demo first, then steady requests."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
from pika import BlockingConnection, URLParameters
from rich.console import Console

from demo.client import City
from demo.flows.places import Place
from demo.run import run_flows
from liandong.amqp.topology import inbox_queues_of
from shared.local.supervisor import LocalPlatform
from shared.vocabulary.divisions import divisions
from shared.web.auth import Role

SOMEBODY = "agriculture"
COUNTY = "140727"
HECTARE = 10_000.0
STEP_DEGREES = 0.004
PAUSE_S = 0.2
FIRST = 500


def four_flows(platform: LocalPlatform, say: Callable[[str], None]) -> None:
    """Run the flows of the demo: permits, register, land procedures, a case up to its filing."""
    run_flows(platform, platform.home, say, Console(quiet=True))


def steady(platform: LocalPlatform, home: Path, seconds: float) -> int:
    """Send requests about land for some seconds; return the number of places."""
    end, done = time.monotonic() + seconds, 0
    with City(platform.addresses, home) as city:
        for place in _places():
            if time.monotonic() > end:
                break
            with suppress(httpx.HTTPError):  # failed requests are measured, too
                _work_on(city, place)
            done += 1
            time.sleep(PAUSE_S)
    return done


def misfire(platform: LocalPlatform) -> None:
    """Publish an invalid message into an inbox, for the quarantine."""
    connection = BlockingConnection(URLParameters(platform.amqp_url))
    connection.channel().basic_publish("", inbox_queues_of(SOMEBODY)[0], b"no event")
    connection.close()


def _places() -> Iterator[Place]:
    lon, lat = divisions()[COUNTY].seat or (112.3, 37.3)
    for number in range(FIRST, 9000):
        centre = (lon + STEP_DEGREES * (number - FIRST + 1), lat)
        yield Place(f"某某{number}号地块", COUNTY, centre, HECTARE, number, record="")


def _work_on(city: City, place: Place) -> None:
    parcel = place.parcel("某某厂", "1001", "0701")
    city["natural_resources"].post("/v1/parcels", parcel)
    city["environment"].post("/v1/plots", place.plot())
    city["natural_resources"].post("/v1/applications", place.application("改变用途", "0701"))
    city["agriculture"].get("/v1/clues", limit="5")
    city["public_security"].get("/v1/clues", limit="5")
    city["coordination"].get("/v1/obligations", role=Role.CLERK, open="true", limit="20")
