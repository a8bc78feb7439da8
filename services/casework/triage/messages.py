"""The signs of a clue that its likeness is judged by."""

from enum import StrEnum
from typing import Annotated

from shared.messages import Between, Example, Length, Title, command, value_object
from shared.vocabulary import Id

Times = Annotated[float, Between(0, 1e6)]
Amount = Annotated[float, Between(0, 1e12)]


class Metal(StrEnum):
    """Metals that the interpretation names, by the factor from which they count."""

    LEAD = "铅"
    MERCURY = "汞"
    CADMIUM = "镉"
    CHROMIUM = "铬"
    ARSENIC = "砷"
    THALLIUM = "铊"
    ANTIMONY = "锑"
    NICKEL = "镍"
    COPPER = "铜"
    ZINC = "锌"
    SILVER = "银"
    VANADIUM = "钒"
    MANGANESE = "锰"
    COBALT = "钴"


@value_object("超标情况")
class Exceedance:
    """How many times the standard a metal was discharged: what was measured, by the limit."""

    metal: Annotated[Metal, Title("污染物"), Example("镉")]
    times: Annotated[Times, Title("超过标准的倍数（实测值除以标准值）"), Example(3.5)]


@command("线索定性提示")
class AssessClue:
    """Ask which way a clue looks like going; nothing is decided by it.

    Areas are in mu, and only what lost its function counts; amounts are in yuan.
    """

    clue_id: Annotated[Id, Title("线索编号")]
    hazardous_waste_t: Annotated[Amount, Title("非法处置危险废物（吨）"), Example(3.2)] = 0.0
    exceedances: Annotated[tuple[Exceedance, ...], Title("超标排放"), Length(0, 50)] = ()
    hidden_outlet: Annotated[bool, Title("暗管渗井渗坑排放有毒物质"), Example(False)] = False
    tampering: Annotated[bool, Title("重点排污单位篡改伪造监测数据"), Example(False)] = False
    penalties_in_two_years: Annotated[int, Title("两年内同类处罚次数"), Between(0, 100)] = 0
    done_again: Annotated[bool, Title("受罚后又实施"), Example(False)] = False
    gain_or_loss_yuan: Annotated[Amount, Title("违法所得或公私财产损失（元）")] = 0.0
    basic_farmland_mu: Annotated[Amount, Title("永久基本农田功能丧失（亩）")] = 0.0
    other_farmland_mu: Annotated[Amount, Title("其他农用地功能丧失（亩）")] = 0.0
    other_land_mu: Annotated[Amount, Title("其他土地功能丧失（亩）")] = 0.0
    farmland_occupied: Annotated[bool, Title("非法占用农用地"), Example(False)] = False
    false_report_gain_yuan: Annotated[Amount, Title("虚假报告违法所得（元）")] = 0.0
    false_report: Annotated[bool, Title("出具虚假报告"), Example(False)] = False
    stop_order_refused: Annotated[bool, Title("拒不执行停止建设"), Example(False)] = False
    no_permit_refused: Annotated[bool, Title("无证排污拒不停止"), Example(False)] = False
    evasion: Annotated[bool, Title("逃避监管方式排放"), Example(False)] = False
    pesticide_refused: Annotated[bool, Title("使用禁用农药拒不改正"), Example(False)] = False
    sludge_on_farmland: Annotated[bool, Title("向农用地排放污泥尾矿情节严重"), Example(False)] = (
        False
    )
    control_refused: Annotated[bool, Title("未管控修复情节严重"), Example(False)] = False
    other_violation: Annotated[bool, Title("其他行政违法"), Example(False)] = False
