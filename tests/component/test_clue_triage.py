"""Triage of a clue: each rule at its limit; the proposal decides nothing."""

import pytest
from casework_given import reported
from typer.testing import CliRunner

from liandong.cli.main import build
from services.casework.clues.domain import Clue
from services.casework.triage import handlers
from services.casework.triage.domain import ClueLikeness, reasons_for
from services.casework.triage.messages import AssessClue, Exceedance, Metal
from services.casework.triage.rules import RULES, Likeness
from shared.testing.world import World

C, D, A, NONE = Likeness.CRIMINAL, Likeness.DETENTION, Likeness.ADMINISTRATIVE, Likeness.NONE


def looks_like(**signs):
    reasons = reasons_for(AssessClue("c-1", **signs))
    return reasons[0].looks_like if reasons else NONE


@pytest.mark.parametrize(
    ("signs", "wanted"),
    [
        ({}, NONE),
        ({"hazardous_waste_t": 2.9}, A),
        ({"hazardous_waste_t": 3.0}, C),
        ({"exceedances": (Exceedance(Metal.CADMIUM, 2.99),)}, A),
        ({"exceedances": (Exceedance(Metal.CADMIUM, 3.0),)}, C),
        ({"exceedances": (Exceedance(Metal.ZINC, 9.99),)}, A),
        ({"exceedances": (Exceedance(Metal.ZINC, 10.0),)}, C),
        ({"exceedances": (Exceedance(Metal.ZINC, 1.0),)}, NONE),
        ({"hidden_outlet": True}, C),
        ({"tampering": True}, C),
        ({"penalties_in_two_years": 2}, NONE),
        ({"penalties_in_two_years": 2, "done_again": True}, C),
        ({"penalties_in_two_years": 1, "done_again": True}, NONE),
        ({"gain_or_loss_yuan": 299_999.0}, NONE),
        ({"gain_or_loss_yuan": 300_000.0}, C),
        ({"basic_farmland_mu": 9.9}, NONE),
        ({"basic_farmland_mu": 10.0}, C),
        ({"other_farmland_mu": 20.0}, C),
        ({"other_land_mu": 50.0}, C),
        ({"false_report": True}, A),
        ({"false_report": True, "false_report_gain_yuan": 300_000.0}, C),
        ({"false_report": True, "penalties_in_two_years": 2}, C),
        ({"stop_order_refused": True}, D),
        ({"no_permit_refused": True}, D),
        ({"evasion": True}, D),
        ({"pesticide_refused": True}, D),
        ({"sludge_on_farmland": True}, D),
        ({"control_refused": True}, D),
        ({"farmland_occupied": True}, A),
        ({"other_violation": True}, A),
        ({"evasion": True, "hidden_outlet": True}, C),
    ],
)
def test_a_clue_looks_like_what_its_gravest_sign_says(signs, wanted):
    """[crim23; code.1095, 1102, 1108, 1131, 1160, 1165]."""
    assert looks_like(**signs) is wanted


def test_every_rule_has_its_source_and_a_sentence():
    assert all(rule.basis and not rule.says.isascii() for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_the_proposal_is_kept_with_its_reasons_and_changes_nothing_of_the_clue():
    world = World("environment", "natural_resources")
    clue_id = reported(world)
    before = world.environment.get(Clue, clue_id)

    signs = AssessClue(clue_id, hazardous_waste_t=120.0)
    kept = world.environment.execute(handlers.assess_clue, signs, actor="officer-1")

    assert world.environment.get(ClueLikeness, clue_id) == kept
    assert [reason.rule for reason in kept.reasons] == ["waste", "waste100", "dump"]
    assert "只供参考" in kept.caution
    assert world.environment.get(Clue, clue_id) == before


def test_the_terminal_tells_the_reasons_with_their_source(tmp_path):
    file = tmp_path / "signs.json"
    file.write_text('{"hazardous_waste_t": 3.2}', encoding="utf-8")

    said = CliRunner().invoke(build(), ["clue", "check", str(file)])

    assert said.exit_code == 0
    assert said.output.startswith("涉嫌犯罪")
    assert "非法处置危险废物三吨以上（法释〔2023〕7号; 刑法 338）" in said.output


def test_the_terminal_names_a_wrong_sign(tmp_path):
    file = tmp_path / "signs.json"
    file.write_text('{"hazardous_waste_t": "many"}', encoding="utf-8")

    said = CliRunner().invoke(build(), ["clue", "check", str(file)])

    assert said.exit_code == 1
    assert "hazardous_waste_t" in said.output


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"hidden_outlet": tru}', "不是有效的 JSON"),
        (b"", "不是有效的 JSON"),
        (b"[]", "JSON 对象"),
        ('{"hidden_outlet": "某某公司"}'.encode("gbk"), "UTF-8"),
        (None, "没有这个文件"),
    ],
)
def test_a_broken_file_is_told_in_words(tmp_path, content, words):
    file = tmp_path / "signs.json"
    if content is not None:
        file.write_bytes(content)

    said = CliRunner().invoke(build(), ["clue", "check", str(file)])

    assert said.exit_code == 1
    assert words in said.output.replace("\n", "")
    assert "expected" not in said.output


def test_a_file_with_the_mark_of_windows_is_read(tmp_path):
    file = tmp_path / "signs.json"
    file.write_bytes(b"\xef\xbb\xbf" + b'{"hidden_outlet": true}')

    assert CliRunner().invoke(build(), ["clue", "check", str(file)]).exit_code == 0
