"""P4 on real processes: operators find, retry, edit, discard and export failed messages."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
from made_up_city import MadeUpCity, running_city
from typer.testing import CliRunner, Result

from liandong.envelope import Envelope, new_id
from liandong.messages.outgoing import Confirmed, outgoing
from liandong.messages.verify import Signer, load_signer, make_keys
from liandong.publishing.publisher import Publisher
from shared.cli.failed import main as failed_cli
from shared.clock.system import system_clock
from shared.local.ports import LOOPBACK, free_ports
from shared.local.processes.child import Child
from shared.local.processes.probe import ready_at
from shared.web.auth import Role

COLLAPSE = "坍塌的水井不能记入工地"
WHY = ("--why", "已与水务局核实")


@pytest.fixture(scope="module")
def city(tmp_path_factory, new_vhost, store, host) -> Iterator[MadeUpCity]:
    home = tmp_path_factory.mktemp("failed")
    with running_city(home, new_vhost(), store.url(f"failed_{host}"), host=host) as running:
        yield running


class Ops:
    """An operator of the housing bureau at the command line."""

    def __init__(self, city: MadeUpCity, address: str, person: str = "ops-1") -> None:
        self._app = typer.Typer()
        failed_cli.register(self._app)
        headers = city.headers("housing", Role.OPS, subject=person)
        token = headers["Authorization"].removeprefix("Bearer ")
        self._where = ["failed", "--url", address, "--token", token]

    def says(self, *arguments: str) -> Result:
        return CliRunner().invoke(self._app, [*self._where, *arguments])

    def gets(self, *arguments: str) -> Any:
        """Run a command that prints JSON to standard output; it must succeed."""
        done = self.says(*arguments)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    def failing(self, *filters: str) -> list[dict[str, Any]]:
        return self.gets("list", "--json", *filters)


@pytest.fixture
def ops(city) -> Ops:
    return Ops(city, city.addresses["housing"])


def sealing(well: str, number: int, note: str, previous: int = 0) -> Envelope:
    """Make an event of the water bureau."""
    made = new_id()
    return Envelope(
        id=made,
        source="//140700.liandong.cn/water",
        type="cn.liandong.water.well.sealed.v1",
        subject=well,
        time=system_clock(),
        dataschema="urn:liandong:contract:water.well.sealed.v1",
        data={"well_code": well, "note": note},
        sequence=number,
        correlationid=made,
        causationid=None,
        actor="clerk-1",
        classification="public",
        previous=f"well.sealed.v1={previous}" if previous else None,
    )


def publish(city: MadeUpCity, *envelopes: Envelope, signer: Signer | None = None) -> None:
    signer = signer or load_signer(city.home / "keys" / "water.key.pem")
    with Publisher(city.amqp_url, "water") as publisher:
        outcomes = publisher.publish_batch([outgoing(envelope, signer) for envelope in envelopes])
    assert all(isinstance(outcome, Confirmed) for outcome in outcomes)


def heard(city: MadeUpCity, well: str) -> list[str]:
    sites = city.all("housing", "sites")
    return next((site["notes"] for site in sites if site["well_code"] == well), [])


def failed(ops: Ops, well: str, wait_for, waiting: int = 1) -> dict[str, Any]:
    """Wait for the failure about a well with `waiting` events behind it; return its row."""

    def row() -> dict[str, Any] | None:
        rows = ops.failing("--subject", well)
        return next((failure for failure in rows if failure["waiting"] == waiting), None)

    wait_for(row)
    found = row()
    assert found is not None
    return found


def test_an_event_that_failed_is_mended_and_takes_effect_with_those_behind_it(city, ops, wait_for):
    for note in ("甲一坍塌", "甲二", "甲三"):
        assert city.seal("甲", note, key=new_id()).is_success
    row = failed(ops, "甲", wait_for, waiting=3)
    shown = ops.gets("show", row["name"], "--json")
    assert (row["reason"], row["state"]) == (COLLAPSE, "person")
    assert (shown["signature"], shown["content"]["note"]) == ("ok", "甲一坍塌")
    assert [event["sequence"] for event in shown["waiting"]] == [2, 3]

    told = ops.gets("edit", row["name"], "--patch", '{"note": "甲一更正"}', *WHY, "--json")

    assert told == {row["name"]: "took_effect"}
    assert heard(city, "甲") == ["甲一更正", "甲二", "甲三"]
    assert ops.failing("--subject", "甲") == []


def test_a_gap_is_discarded_and_what_waited_flows_on(city, ops, wait_for):
    publish(city, sealing("乙", 3, "乙三", previous=2), sealing("乙", 4, "乙四", previous=3))
    row = failed(ops, "乙", wait_for, waiting=2)
    assert row["kind"] == "gap"
    assert ops.gets("show", row["name"], "--json")["missing"] == [2]

    refused = ops.says("discard", row["name"], *WHY)
    told = ops.gets("discard", row["name"], *WHY, "--yes", "--json")

    assert refused.exit_code == 1
    assert "不会再来" in refused.output
    assert told[row["name"]].startswith("discarded: 第 1 至 2 号")
    assert heard(city, "乙") == ["乙三", "乙四"]

    publish(city, sealing("乙", 2, "乙二迟到"))

    wait_for(
        lambda: [failure["fault"] for failure in ops.failing("--subject", "乙")] == ["conflict"]
    )
    assert heard(city, "乙") == ["乙三", "乙四"]


def test_a_message_by_an_unlisted_key_is_retried_after_the_trust_list_was_mended(
    city, ops, wait_for
):
    new = city.home / "new"
    make_keys(new, ["water"], system_clock() - timedelta(days=1))
    publish(city, sealing("丙", 1, "丙一"), signer=load_signer(new / "water.key.pem"))
    row = failed(ops, "丙", wait_for)
    assert (row["kind"], row["fault"]) == ("quarantine", "signature")

    edited = ops.says("edit", row["name"], "--patch", "{}", *WHY)
    too_early = ops.says("retry", row["name"], *WHY)
    trust = city.home / "keys" / "trust.json"
    listed = json.loads(trust.read_text()) + json.loads((new / "trust.json").read_text())
    trust.write_text(json.dumps(listed))
    told = ops.gets("retry", row["name"], *WHY, "--json")
    again = ops.says("retry", row["name"], *WHY)

    assert (edited.exit_code, too_early.exit_code, again.exit_code) == (1, 1, 1)
    assert "签名未通过验证" in edited.output
    assert "unknown key" in too_early.output
    assert told == {row["name"]: "took_effect"}
    assert "ops-1 已于" in again.output
    assert heard(city, "丙") == ["丙一"]
    assert ops.failing("--subject", "丙") == []


def test_a_group_retry_touches_what_was_frozen_and_not_what_failed_meanwhile(city, ops, wait_for):
    for well in ("丁一", "丁二", "丁三"):
        publish(city, sealing(well, 1, "坍塌"))
        failed(ops, well, wait_for)
    frozen = _ask(city, "snapshots", {"why": "坍塌已修复", "reason": COLLAPSE})
    names = {row["subject"]: row["id"] for row in frozen["failures"]}
    assert set(names) == {"丁一", "丁二", "丁三"}
    publish(city, sealing("丁四", 1, "坍塌"))
    young = failed(ops, "丁四", wait_for)
    _mend(ops, names["丁一"])

    told = ops.says("retry", "--snapshot", frozen["snapshot"], *WHY, "--json")

    results = json.loads(told.stdout)
    assert told.exit_code == 1
    assert results[names["丁一"]].startswith("gone: 该事件已于")
    assert results[names["丁二"]] == results[names["丁三"]] == f"failed_again: {COLLAPSE}"
    (untouched,) = ops.failing("--subject", "丁四")
    assert untouched["attempts"] == young["attempts"] == 1
    assert {row["attempts"] for row in ops.failing("--subject", "丁二")} == {2}


def test_a_group_is_discarded_as_the_dry_run_told(city, ops, wait_for):
    for well in ("壬一", "壬二"):
        publish(city, sealing(well, 1, "坍塌"), sealing(well, 2, f"{well}后", previous=1))
        failed(ops, well, wait_for, waiting=2)
    group = ("--reason", COLLAPSE, "--type", "well.sealed.v1", "--older-than", "0s", *WHY)
    names = {row["name"] for row in ops.failing("--reason", COLLAPSE)}

    foreseen = ops.gets("discard", *group, "--dry-run", "--json")
    still = ops.failing("--reason", COLLAPSE)
    told = ops.gets("discard", *group, "--yes", "--json")

    assert {row["name"] for row in still} == names
    assert foreseen == told
    assert set(told) == names
    assert heard(city, "壬一") == ["壬一后"]
    assert ops.failing("--reason", COLLAPSE) == []
    (done,) = [act for act in ops.gets("history", "--json") if set(act["targets"]) == names]
    assert (done["action"], done["actor"], done["why"]) == ("discard", "ops-1", WHY[1])


def test_an_export_verifies_offline_and_the_history_tells_all(city, ops, wait_for, tmp_path):
    publish(city, sealing("戊", 1, "坍塌"))
    row = failed(ops, "戊", wait_for)
    file, trust = tmp_path / "failed.jsonl", str(city.home / "keys" / "trust.json")

    exported = ops.says("export", "--subject", "戊", *WHY, "--to", str(file))
    verified = ops.says("verify", str(file), "--trust", trust)
    ops.gets("discard", row["name"], *WHY, "--yes", "--json")

    assert exported.exit_code == 0, exported.output
    assert "签名有效" in verified.output
    assert "water well.sealed.v1 戊 第 1 号" in verified.output
    done = [act for act in ops.gets("history", "--json") if row["name"] in act["targets"]]
    assert [act["action"] for act in done] == ["export", "discard"]
    assert {(act["actor"], act["why"]) for act in done} == {("ops-1", WHY[1])}
    _verifies_after_discard(ops, done[-1]["id"], tmp_path, trust)


def test_a_process_that_only_serves_http_retries_at_once(city, wait_for):
    publish(city, sealing("己", 1, "坍塌"), sealing("己", 2, "己二", previous=1))
    with _api_only(city) as address:
        ops = Ops(city, address, "ops-2")
        row = failed(ops, "己", wait_for, waiting=2)

        told = ops.gets("edit", row["name"], "--patch", '{"note": "己一"}', *WHY, "--json")

    assert told == {row["name"]: "took_effect"}
    assert heard(city, "己") == ["己一", "己二"]


def test_of_two_people_who_act_at_once_one_does_and_one_is_told(city, ops, wait_for):
    publish(city, sealing("辛", 1, "坍塌"), sealing("辛", 2, "辛二", previous=1))
    row = failed(ops, "辛", wait_for, waiting=2)
    where = f"{city.addresses['housing']}/v1/failed/{row['id']}/discard"

    def discard(person: str) -> httpx.Response:
        headers = city.headers("housing", Role.OPS, subject=person)
        return httpx.post(
            where, json={"why": WHY[1]}, headers={**headers, "Idempotency-Key": person}
        )

    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(discard, ["ops-1", "ops-2", "ops-3", "ops-4"]))

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert all(
        "被丢弃" in answer.json()["detail"] for answer in answers if answer.status_code == 409
    )
    assert heard(city, "辛") == ["辛二"]
    done = [act for act in ops.gets("history", "--json") if row["name"] in act["targets"]]
    assert len(done) == 1


def test_a_clerk_may_not_look_and_a_problem_says_what_to_do(city, ops):
    where = f"{city.addresses['housing']}/v1/failed"

    clerk = city.web.get(where, headers=city.headers("housing"))
    unknown = city.web.get(f"{where}/nonsense", headers=city.headers("housing", Role.OPS))
    wrong = city.web.get(where, headers=city.headers("housing", Role.OPS), params={"kind": "x"})

    assert (clerk.status_code, unknown.status_code, wrong.status_code) == (403, 404, 422)
    assert "ops" in clerk.json()["detail"]
    assert "nonsense" in unknown.json()["detail"]
    assert "lane" in wrong.json()["detail"]


def test_the_tables_are_for_people_with_names_that_can_be_copied(city, ops, wait_for):
    publish(city, sealing("庚", 1, "坍塌"))
    row = failed(ops, "庚", wait_for)

    listed, shown = ops.says("list").output, ops.says("show", row["name"]).output

    assert row["name"] in listed
    assert "等人处置" in listed
    assert COLLAPSE in shown
    assert "不可撤销" in shown


def _ask(city: MadeUpCity, path: str, body: dict[str, Any]) -> Any:
    headers = {**city.headers("housing", Role.OPS), "Idempotency-Key": new_id()}
    answer = city.web.post(
        f"{city.addresses['housing']}/v1/failed/{path}", json=body, headers=headers
    )
    assert answer.is_success, answer.text
    return answer.json()


def _mend(ops: Ops, name: str) -> None:
    ops.gets("edit", name, "--patch", '{"note": "已修复"}', *WHY, "--json")


def _verifies_after_discard(ops: Ops, intervention: str, folder: Path, trust: str) -> None:
    file = folder / "originals.jsonl"
    kept = ops.says("export", "--intervention", intervention, *WHY, "--to", str(file))
    assert kept.exit_code == 0, kept.output
    assert ops.says("verify", str(file), "--trust", trust).exit_code == 0


class _api_only:  # noqa: N801  used as a function
    """Runs the housing bureau's api process alone, beside its worker."""

    def __init__(self, city: MadeUpCity) -> None:
        (port,) = free_ports(1)
        plan = str(city.home / "api.plan.json")
        env = {
            **city.environments["housing"],
            "LIANDONG_HTTP_ADDRESS": f"{LOOPBACK}:{port}",
        }
        self.address = f"http://{LOOPBACK}:{port}"
        command = [*city.launcher(), "housing", plan, "--role", "api"]
        self._child = Child("housing-api", command, log=city.home / "api.log", env=env)

    def __enter__(self) -> str:
        self._child.start()
        ready = ready_at(self.address)
        self._child.wait_until(ready, deadline_s=30, what="it was ready")
        return self.address

    def __exit__(self, *_: object) -> None:
        self._child.stop()
