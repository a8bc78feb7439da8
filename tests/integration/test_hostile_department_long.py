"""A hundred thousand hostile messages of an authorised department, on a real store.

Run with `--long`, or with `make proofs`. LIANDONG_HOSTILE_EVENTS sets another number.
"""

import logging
import os

import pytest
import structlog
from hostile_proof_given import proves
from hostile_run_given import Office, make_office_keys

from shared.store.mongo.store import MongoStore

COUNT = int(os.environ.get("LIANDONG_HOSTILE_EVENTS", "100000"))


@pytest.fixture
def offices(tmp_path, mongo_url):
    """Yield two offices: one for all departments, and one for the honest departments only."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    keys = make_office_keys(tmp_path)
    stores = [MongoStore(mongo_url, name) for name in ("mixed", "alone")]
    yield [Office(store, keys) for store in stores]
    for store in stores:
        store.close()
    structlog.reset_defaults()


@pytest.mark.long
@pytest.mark.timeout(7_200)
def test_a_hundred_thousand_hostile_messages_touch_no_honest_event(offices):
    mixed, alone = offices

    proves(mixed, alone, count=COUNT, cases=COUNT // 1_000, batch=500)
