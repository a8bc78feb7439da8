"""The workload of all contenders: events with the recorded data of plots of land."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

COUNTIES = ("140702", "140728", "140781", "140721", "140727")
POLLUTANTS = ("镉", "砷", "铅", "汞", "六价铬", "苯并[a]芘", "石油烃")
USES = ("焦化厂", "化工厂", "电镀厂", "农药仓库", "加油站")
FIRST_DAY = date(2026, 1, 5)
SEED = 2026


def plots(count: int, subjects: int, *, first: int = 0) -> Iterator[dict[str, Any]]:
    """Yield `count` records about `subjects` plots in turn; deterministic.

    `first` is the number of the first record, so that a second load does not repeat the first.
    """
    dice = random.Random(SEED + first)
    for number in range(first, first + count):
        subject = number % subjects
        county = COUNTIES[subject % len(COUNTIES)]
        yield {
            "plot_code": f"{county}-{subject:06}",
            "record_no": f"2026-{number}",
            "name": f"{subject}号地块",
            "county": county,
            "area_m2": round(dice.uniform(500, 90_000), 1),
            "longitude": round(dice.uniform(111.5, 114.0), 6),
            "latitude": round(dice.uniform(36.8, 38.0), 6),
            "former_use": USES[subject % len(USES)],
            "pollutants": dice.sample(POLLUTANTS, 2),
            "recorded_on": (FIRST_DAY + timedelta(days=number % 350)).isoformat(),
        }


def events(count: int, subjects: int) -> Iterator[dict[str, Any]]:
    """Yield the same records in the peers' form: an envelope with the platform's fields."""
    for number, plot in enumerate(plots(count, subjects)):
        yield {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),
            "source": "//140700.liandong.cn/registry",
            "type": "cn.liandong.registry.plot.recorded.v1",
            "subject": plot["plot_code"],
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "datacontenttype": "application/json",
            "dataschema": "urn:liandong:contract:registry.plot.recorded.v1",
            "sequence": number // subjects + 1,
            "correlationid": str(uuid.uuid4()),
            "causationid": str(uuid.uuid4()),
            "actor": "clerk-1",
            "classification": "public",
            "data": plot,
        }
