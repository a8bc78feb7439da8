"""When a clue looks criminal or like detention: rules as data, each with its source.

Numbers and texts are those of the interpretation 法释〔2023〕7号 and of the code; none is our own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from services.casework.triage.messages import AssessClue, Metal

CRIME = "法释〔2023〕7号; 刑法 338"
STRICT = frozenset(
    {
        Metal.LEAD,
        Metal.MERCURY,
        Metal.CADMIUM,
        Metal.CHROMIUM,
        Metal.ARSENIC,
        Metal.THALLIUM,
        Metal.ANTIMONY,
    }
)
"""Metals that count from three times the standard; the others from ten times."""


class Likeness(StrEnum):
    """The way that a clue probably goes."""

    CRIMINAL = "涉嫌犯罪"
    DETENTION = "行政拘留"
    ADMINISTRATIVE = "行政处罚"
    NONE = "未见违法情形"


@dataclass(frozen=True, slots=True)
class TriageRule:
    """A sign, what it looks like, what a clerk reads, and where it is written."""

    name: str
    looks_like: Likeness
    holds: Callable[[AssessClue], bool]
    says: str
    basis: str


def over(asked: AssessClue, metals: frozenset[Metal], times: float) -> bool:
    """Return whether one of these metals reached a multiple of the standard.

    以上 includes the number itself.
    """
    return any(found.metal in metals and found.times >= times for found in asked.exceedances)


OPEN = "适用条款由核查人员确定"
"""No article is proposed where the available sources name none."""

C, D, A = Likeness.CRIMINAL, Likeness.DETENTION, Likeness.ADMINISTRATIVE

RULES = (
    TriageRule(
        "waste", C, lambda clue: clue.hazardous_waste_t >= 3, "非法处置危险废物三吨以上", CRIME
    ),
    TriageRule(
        "metal3", C, lambda asked: over(asked, STRICT, 3), "铅汞镉铬砷铊锑超过标准三倍以上", CRIME
    ),
    TriageRule(
        "metal10",
        C,
        lambda asked: over(asked, frozenset(Metal) - STRICT, 10),
        "镍铜锌银钒锰钴超过标准十倍以上",
        CRIME,
    ),
    TriageRule(
        "outlet", C, lambda clue: clue.hidden_outlet, "通过暗管、渗井、渗坑排放有毒物质", CRIME
    ),
    TriageRule(
        "again",
        C,
        lambda clue: clue.penalties_in_two_years >= 2 and clue.done_again,
        "两年内受过两次以上行政处罚又实施",
        CRIME,
    ),
    TriageRule(
        "gain",
        C,
        lambda clue: clue.gain_or_loss_yuan >= 300_000,
        "违法所得或者公私财产损失三十万元以上",
        CRIME,
    ),
    TriageRule(
        "tampering", C, lambda clue: clue.tampering, "重点排污单位篡改、伪造监测数据", CRIME
    ),
    TriageRule(
        "waste100",
        C,
        lambda clue: clue.hazardous_waste_t >= 100,
        "危险废物一百吨以上，可能属于情节严重",
        CRIME,
    ),
    TriageRule(
        "gain1m",
        C,
        lambda clue: clue.gain_or_loss_yuan >= 1_000_000,
        "一百万元以上，可能属于情节严重",
        CRIME,
    ),
    TriageRule(
        "farmland10",
        C,
        lambda clue: clue.basic_farmland_mu >= 10,
        "永久基本农田十亩以上功能丧失，可能属于情节严重",
        CRIME,
    ),
    TriageRule(
        "farmland20",
        C,
        lambda clue: clue.other_farmland_mu >= 20,
        "其他农用地二十亩以上功能丧失，可能属于情节严重",
        CRIME,
    ),
    TriageRule(
        "land50",
        C,
        lambda clue: clue.other_land_mu >= 50,
        "其他土地五十亩以上功能丧失，可能属于情节严重",
        CRIME,
    ),
    TriageRule(
        "report",
        C,
        lambda clue: (
            clue.false_report
            and (clue.false_report_gain_yuan >= 300_000 or clue.penalties_in_two_years >= 2)
        ),
        "出具虚假报告，违法所得三十万元以上或者两年内受过两次处罚",
        "法释〔2023〕7号; 刑法 229",
    ),
    TriageRule(
        "stop", D, lambda clue: clue.stop_order_refused, "拒不执行停止建设决定", "code.1095"
    ),
    TriageRule("permit", D, lambda clue: clue.no_permit_refused, "无证排污，拒不停止", "code.1102"),
    TriageRule("evasion", D, lambda clue: clue.evasion, "以逃避监管的方式排放污染物", "code.1108"),
    TriageRule(
        "pesticide", D, lambda clue: clue.pesticide_refused, "使用禁用农药，拒不改正", "code.1131"
    ),
    TriageRule(
        "sludge", D, lambda clue: clue.sludge_on_farmland, "向农用地排放污泥尾矿，严重", "code.1160"
    ),
    TriageRule(
        "control", D, lambda clue: clue.control_refused, "未管控或者未修复，情节严重", "code.1165"
    ),
    TriageRule(
        "over",
        A,
        lambda asked: any(found.times > 1 for found in asked.exceedances),
        "超标排放，未达刑事标准",
        "code.1108",
    ),
    TriageRule("dump", A, lambda clue: clue.hazardous_waste_t > 0, "非法处置危险废物", "code.1179"),
    TriageRule(
        "occupied", A, lambda clue: clue.farmland_occupied, "占用农用地，是否犯罪另核", "刑法 342"
    ),
    TriageRule("false", A, lambda clue: clue.false_report, "出具虚假报告", "code.1230"),
    TriageRule("other", A, lambda clue: clue.other_violation, "存在其他行政违法情形", OPEN),
)
