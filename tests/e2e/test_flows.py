"""The four linked flows of the demo, run on the live platform."""

from datetime import UTC, datetime

import pytest

from demo.flow_runner import FlowRunner
from demo.flows import case, land_use, listing, permit
from demo.flows.places import today
from demo.journal import DemoJournal
from demo.run import outages

FLOWS = pytest.mark.parametrize(
    "told", [permit, listing, land_use, case], ids=["permit", "listing", "land_use", "case"]
)


@FLOWS
def test_every_reaction_of_a_flow_arrives(platform, city, told):
    flow = told.flow()

    told.run(FlowRunner(city, flow, print, outages(platform)))

    assert list(flow.missing()) == []
    assert all(act.correlation for act in flow.acts if act.facts)


@FLOWS
def test_a_flow_says_what_it_made_up(told):
    flow = told.flow()

    assert flow.made_up
    assert all("http" in record or "2025" in record for record in flow.records)


def test_a_reaction_that_does_not_come_is_reported_as_missing(platform, city):
    flow = permit.flow()
    runner = FlowRunner(city, flow, print, outages(platform), deadline_s=0.2)
    clue = {
        "matter": "污染土壤",
        "county": "140727",
        "summary": "某某沟渠有黑色污泥",
        "found_on": today(),
    }

    runner.post("agriculture", "/v1/clues", clue, "报告线索")
    runner.expect_events((case.ClueVerified, "nobody-verified-this"))
    runner.expect_state("线索", "已核查", lambda: "待受理")
    journal = DemoJournal(datetime.now(UTC), [flow], reactions=[])

    assert len(journal.missing()) == 2
    assert "没有等到“线索核查完毕”" in journal.missing()[0]
    assert "应为“已核查”" in journal.missing()[1]
