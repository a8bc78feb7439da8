"""A department is authorised but not trusted: its bad messages affect no honest event.

The long proof, with a hundred thousand messages and a real store, is in `tests/integration`.
"""

import logging

import pytest
import structlog
from hostile_proof_given import proves
from hostile_run_given import Office, make_office_keys

from shared.store.memory import MemoryStore


@pytest.fixture(autouse=True)
def without_logs():
    """Suppress the log line of each refusal."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


def test_two_thousand_hostile_messages_touch_no_honest_event(tmp_path):
    keys = make_office_keys(tmp_path)
    mixed, alone = Office(MemoryStore(), keys), Office(MemoryStore(), keys)

    proves(mixed, alone, count=2_000, cases=3, batch=400)
