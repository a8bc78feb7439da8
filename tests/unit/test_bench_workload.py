"""The benchmark's workload: the same for all contenders, with the same contract on both sides."""

import importlib
import json
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from marshmallow import ValidationError

from bench.peers.schema import PlotRecorded
from bench.workload import events, plots
from shared.errors import InvalidInputError
from shared.messages.contract import contract_of

CITY = Path(__file__).parents[2] / "bench" / "city" / "services"
WRONG = {
    "plot_code": "",
    "record_no": "号" * 61,
    "name": "",
    "county": "14072",
    "area_m2": 0,
    "longitude": 200,
    "latitude": 90,
    "former_use": "",
    "pollutants": [],
    "recorded_on": "2026-13-40",
}


@pytest.fixture(scope="module")
def contract():
    """The contract of the benchmark's registry; its package is loaded beside the real one."""
    real = {
        name: module for name, module in sys.modules.items() if name.split(".")[0] == "services"
    }
    for name in real:
        del sys.modules[name]
    sys.path.insert(0, str(CITY.parent))
    try:
        messages = importlib.import_module("services.registry.plots.messages")
        yield contract_of(messages.PlotRecorded)
    finally:
        sys.path.remove(str(CITY.parent))
        for name in [name for name in sys.modules if name.split(".")[0] == "services"]:
            del sys.modules[name]
        sys.modules.update(real)


@pytest.fixture
def record():
    return next(plots(1, 1))


def test_the_same_numbers_give_the_same_records():
    assert list(plots(50, 7)) == list(plots(50, 7))


def test_events_about_one_plot_are_numbered_in_their_order():
    numbers = [one["sequence"] for one in events(10, 3) if one["subject"].endswith("-000000")]

    assert numbers == [1, 2, 3, 4]


def test_an_event_has_about_700_bytes():
    body = json.dumps(next(events(1, 1)), ensure_ascii=False, separators=(",", ":")).encode()

    assert 600 <= len(body) <= 800


def test_both_contracts_take_what_is_sent(contract, record):
    PlotRecorded().load(record)
    contract.load(record)


@pytest.mark.parametrize("field", sorted(WRONG))
def test_both_contracts_refuse_the_same(contract, record, field):
    wrong = deepcopy(record) | {field: WRONG[field]}

    with pytest.raises(ValidationError):
        PlotRecorded().load(wrong)
    with pytest.raises(InvalidInputError):
        contract.load(wrong)


def test_both_contracts_want_every_field(contract, record):
    for field in record:
        lacking = {name: value for name, value in record.items() if name != field}

        with pytest.raises(ValidationError):
            PlotRecorded().load(lacking)
        with pytest.raises(InvalidInputError):
            contract.load(lacking)
