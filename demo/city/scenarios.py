"""The commands about one site in a year, with the request bodies of the departments' APIs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from demo.city import request_bodies
from demo.city.hours import WorkingYear, local_day
from demo.city.random_source import RandomSource
from demo.city.request_bodies import Body
from demo.city.sites import IndustrialSite

Draft = tuple[float, str, str, Callable[[str], Body]]

ENVIRONMENT = "environment"
NATURAL_RESOURCES = "natural_resources"
AGRICULTURE = "agriculture"
PUBLIC_SECURITY = "public_security"

# The interval between consecutive commands, in working days: a quarter of an hour.
STEP = 0.04
SENSITIVE_USES = ("0701", "0702", "0801", "0804", "0806", "0807")
OTHER_USES = ("0901", "11", "12", "14")
ENDINGS = (
    (("注销", "企业关闭，生产终止"), 0.8),
    (("撤销", "以欺骗手段取得许可证"), 0.07),
    (("吊销", "超标排放，情节严重"), 0.13),
)
AFTERCARE = ("不得开采地下水", "保留监测井，每年监测一次", "不得破坏阻隔层")
CLUES = (
    (ENVIRONMENT, "名录地块违规开工", "厂区内发现挖掘机进场开工"),
    (NATURAL_RESOURCES, "污染土壤", "踏勘时发现黑色污泥露天堆放"),
    (NATURAL_RESOURCES, "非法占用农用地", "厂区外扩占用相邻耕地"),
    (AGRICULTURE, "污染土壤", "厂界外农田作物成片枯死"),
    (AGRICULTURE, "使用禁用农业投入品", "厂区旁菜地发现禁用农药包装"),
    (PUBLIC_SECURITY, "擅自转运污染土壤", "夜间巡逻查获运土车辆，无转运联单"),
)


@dataclass(frozen=True, slots=True)
class ScheduledCommand:
    """A command of a department's clerk at a moment."""

    at: datetime
    department: str
    kind: str
    body: Body


def scenario(
    site: IndustrialSite, start: float, year: WorkingYear, dice: RandomSource
) -> list[ScheduledCommand]:
    """Return the commands about a site in time order; those after the year's end are dropped."""
    drafts = sorted(_drafts(site, start, len(year), year.year, dice), key=lambda draft: draft[0])
    acts = []
    for day, department, kind, body in drafts:
        if day < len(year):
            at = year.moment(day)
            acts.append(ScheduledCommand(at, department, kind, body(local_day(at))))
    return acts


def _drafts(
    site: IndustrialSite, start: float, end: int, year: int, dice: RandomSource
) -> Iterator[Draft]:
    wanted = _wanted_use(dice)
    yield start, NATURAL_RESOURCES, "parcel.register", lambda _: request_bodies.parcel(site, wanted)
    day = start + STEP
    yield day, ENVIRONMENT, "plot.record", lambda _: request_bodies.plot(site)
    yield from _permit_and_register(site, day, year, dice)
    yield from _requests(site, day, end, wanted, dice)
    if dice.chance(0.12):
        reporter, matter, seen = dice.pick(CLUES)
        when = dice.between(day, end)
        yield when, reporter, "clue.report", lambda on: request_bodies.clue(site, matter, seen, on)


def _permit_and_register(
    site: IndustrialSite, day: float, year: int, dice: RandomSource
) -> Iterator[Draft]:
    """Yield the recording and the end of a permit, the listing and the delisting of a plot."""
    if dice.chance(0.75):
        day += STEP
        valid_until = f"{year + dice.integer(1, 4)}-{dice.integer(1, 12):02d}-28"
        yield day, ENVIRONMENT, "permit.record", lambda _: request_bodies.permit(site, valid_until)
        if dice.chance(0.55):
            day += dice.between(3, 60)
            ending = dice.weighted(ENDINGS)
            yield (
                day,
                ENVIRONMENT,
                "permit.cancel",
                lambda on: request_bodies.permit_end(site, ending, on),
            )
    if dice.chance(0.25):
        day += dice.between(10, 80)
        yield day, ENVIRONMENT, "plot.list", lambda on: request_bodies.listing(site, on, year)
        if dice.chance(0.4):
            day += dice.between(15, 90)
            condition = dice.pick(AFTERCARE)
            yield (
                day,
                ENVIRONMENT,
                "plot.delist",
                lambda on: request_bodies.delisting(site, condition, on, year),
            )


def _requests(
    site: IndustrialSite, day: float, end: int, wanted: str, dice: RandomSource
) -> Iterator[Draft]:
    if dice.chance(0.45):
        procedure = dice.weighted((("改变用途", 0.6), ("供应", 0.2), ("收回", 0.1), ("收购", 0.1)))
        when = dice.between(day, end)
        ask = partial(request_bodies.application, site, procedure, wanted)
        yield when, NATURAL_RESOURCES, "application.request", lambda _: ask()
    if dice.chance(0.08):
        edible = dice.chance(0.7)
        when = dice.between(day, end)
        yield (
            when,
            AGRICULTURE,
            "reclamation.request",
            lambda _: request_bodies.reclamation(site, edible),
        )


def _wanted_use(dice: RandomSource) -> str:
    return dice.pick(SENSITIVE_USES) if dice.chance(0.6) else dice.pick(OTHER_USES)
