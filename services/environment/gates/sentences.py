"""Sentences for clerks: why the gate is closed and what to do, with the article."""

from collections.abc import Sequence

from services.environment.gates.domain import Gate
from services.environment.gates.suitability import is_surveyed
from services.environment.plots.domain import Plot
from services.environment.plots.messages import LandClass, PlotState
from shared.texts import enumerated


def registered(gate: Gate, plots: Sequence[Plot]) -> str:
    """Explain that land is on the register."""
    return (
        f"{_named(plots)}在建设用地土壤污染风险管控和修复名录内，不得办理{gate.procedure.value}手续；"
        "移出名录后再申请 [code.456, plan.6]"
    )


def boundary(gate: Gate, plots: Sequence[Plot]) -> str:
    """Explain that the border of a plot with findings must be confirmed."""
    return (
        f"边界待核：{_named(plots)}与宗地 {gate.parcel_code} 的图形仅有少量重叠，是否共有土地待定；"
        "请生态环境、自然资源两部门的工作人员分别办理“核实边界”，意见一致后重新核验 [plan.8]"
    )


def toxic_farmland(plots: Sequence[Plot]) -> str:
    """Explain that the history of land prohibits farmland."""
    known = enumerated(state.value for plot in plots for state in plot.past)
    return (
        f"{_named(plots)}曾被认定：{known}，不得改为耕地、园地种植食用农产品；"
        "请改申请其他用途 [code.428, code.446, plan.2]"
    )


def polluted(plots: Sequence[Plot]) -> str:
    """Explain that land is polluted and must be assessed."""
    return (
        f"{_named(plots)}经评审超过筛选值，尚未完成风险评估；请土壤污染责任人或土地使用权人开展风险评估"
        "并报省级评审，风险可接受的按其用地类别准入，否则待修复达标并移出名录 [code.455, code.461]"
    )


def heavily_polluted(plots: Sequence[Plot]) -> str:
    """Explain that heavily polluted land of certain trades serves no housing and no school."""
    trades = enumerated(plot.former_trade.value for plot in plots if plot.former_trade)
    return (
        f"{_named(plots)}为{trades}重度污染地块，严禁规划为住宅、学校；鼓励规划为生态空间，"
        "修复达标并按该用途移出名录后再申请 [plan.6]"
    )


def assessed_short(plots: Sequence[Plot], wanted: LandClass) -> str:
    """Explain that the assessment was for a less strict class than required."""
    known = enumerated(plot.assessed_for.value for plot in plots if plot.assessed_for)
    return (
        f"{_named(plots)}的风险评估仅认定按{known}利用风险可接受，不能据以用作{wanted.value}；"
        f"请按{wanted.value}重新评估 [code.455, GB 36600 5.3.1]"
    )


def farmland_survey(plots: Sequence[Plot]) -> str:
    """Explain that land must be surveyed as farmland."""
    return (
        f"{_named(plots)}拟开垦、复垦为耕地、园地，应先由农业农村部门会同生态环境、自然资源部门"
        "按农用地标准开展土壤污染状况调查并通过评审 [code.446]"
    )


def suspected(gate: Gate, plots: Sequence[Plot]) -> str:
    """Explain that suspected land is not transferred."""
    return (
        f"{_named(plots)}为疑似污染地块，拟办理{gate.procedure.value}手续，"
        "应先完成土壤污染状况调查并通过评审 [code.454, plan.8]"
    )


def unit_report(gate: Gate, plots: Sequence[Plot]) -> str:
    """Explain that a permit holder's land must be surveyed first."""
    return (
        f"{_named(plots)}由排污单位使用，拟办理{gate.procedure.value}手续，应先完成土壤污染状况调查、"
        "报告通过评审；非重点监管单位的，也请先提交报告（系统暂无重点监管单位名录，从严掌握）[code.462]"
    )


def sensitive_survey(plots: Sequence[Plot], wanted: LandClass) -> str:
    """Explain that land must be surveyed by the limits of the class of a sensitive use."""
    short = [plot for plot in plots if is_surveyed(plot)]
    left = [plot for plot in plots if plot.state is PlotState.DELISTED]
    said = f"{_named(plots)}拟用作一住两公用地，应先按{wanted.value}完成土壤污染状况调查并通过评审"
    if short:
        known = enumerated(map(_surveyed_as, short))
        said += f"；已有调查{known}，不能据以用作更敏感的用途"
    if left:
        said += "；移出名录时的修复、管控目标未包括该用途或未载明"
    return f"{said} [code.454, code.461, GB 36600 5.3.1]"


def _surveyed_as(plot: Plot) -> str:
    known = "、".join(land_class.value for land_class in plot.clean_for)
    return f"{plot.plot_code} 按{known}评价" if known else f"{plot.plot_code} 未载明评价用地类别"


def _named(plots: Sequence[Plot]) -> str:
    """Return the names of plots; if there are none, of the parcel without a plot."""
    return f"地块 {enumerated(plot.plot_code for plot in plots)} " if plots else "该宗地"
