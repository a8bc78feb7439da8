"""A service in the style of nameko's guide: `service.py water|housing <order.json>`.

Water answers a request after it stored the act and dispatched the event; housing records each
event in its handler. There is no outbox and no inbox, and no supervisor except the testbed.
"""

import eventlet

eventlet.monkey_patch()

import json
import sys
from pathlib import Path
from typing import Any

from nameko.containers import ServiceContainer
from nameko.events import EventDispatcher, event_handler
from nameko.web.handlers import http
from pymongo import MongoClient, ReturnDocument
from pymongo.errors import DuplicateKeyError

EVENT = "well_sealed"
ORDER: dict[str, str] = json.loads(Path(sys.argv[2]).read_text())
DATABASE: Any = MongoClient(ORDER["mongo_url"], serverSelectionTimeoutMS=5_000)["control"]


class Water:
    """Stores an act, then dispatches its event."""

    name = "water"
    dispatch = EventDispatcher()

    @http("POST", "/v1/wells/<well>/sealings")  # type: ignore[untyped-decorator]
    def seal(self, request: Any, well: str) -> str:
        """Count the act, store it, dispatch its event; a known key is answered at once."""
        key, asked = request.headers["Idempotency-Key"], json.loads(request.get_data(as_text=True))
        if DATABASE.acts.find_one({"_id": key}):
            return "known"
        counted = DATABASE.wells.find_one_and_update(
            {"_id": well},
            {"$inc": {"told": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        act = {"_id": key, "well": well, "number": counted["told"], "stumble": asked["stumble"]}
        try:
            DATABASE.acts.insert_one(dict(act))
        except DuplicateKeyError:
            return "known"
        self.dispatch(EVENT, act)
        return "done"


class Housing:
    """Records every event that it receives."""

    name = "housing"

    @event_handler("water", EVENT)  # type: ignore[untyped-decorator]
    def note_sealing(self, event: dict[str, Any]) -> None:
        """Append the number to those of the well."""
        well, number = event["well"], event["number"]
        stumble(f"control-{well}-{number}", event["stumble"])
        DATABASE.sites.update_one({"_id": well}, {"$push": {"numbers": number}}, upsert=True)


def stumble(name: str, times: int) -> None:
    """Raise at the first `times` calls with a name, like the city's `event_history.stumble`."""
    tried = Path(ORDER["attempts"]) / name
    count = len(tried.read_text()) + 1 if tried.exists() else 1
    tried.write_text("." * count)
    if count <= times:
        raise RuntimeError(f"stumbled over {name}")


def main(service: type[Any]) -> None:
    """Run one service until the process ends."""
    config = {"AMQP_URI": ORDER["amqp_url"], "WEB_SERVER_ADDRESS": ORDER["address"]}
    container = ServiceContainer(service, config)
    container.start()
    container.wait()


if __name__ == "__main__":
    main({"water": Water, "housing": Housing}[sys.argv[1]])
