"""A case with its timeline as the referrer and the receiver see it, and the office's clocks."""

from datetime import timedelta

from casework_given import sent
from werkzeug.wrappers import Response

from services.casework.timelines.referrer_entrypoints import ReferrerViewRoutes
from services.public_security.cases import commands as police
from services.public_security.cases import handlers as filing
from services.public_security.view_entrypoints import ReferredCaseViewRoutes
from shared.handling.worker import HandlerRunner
from shared.testing.world import World

SIDES = {"public_security": ReferredCaseViewRoutes}
PEOPLE = ("environment", "public_security", "natural_resources", "coordination")


def a_world() -> World:
    return World(*PEOPLE)


def a_sent_case(world: World) -> str:
    """Refer a case to public security and deliver all events; return its id."""
    case = sent(world)
    world.run_until_idle()
    return case.case_id


def sees(world: World, department: str):
    """Return a department's entrypoints for a read-only request."""
    side = SIDES.get(department, ReferrerViewRoutes)()
    side.work = HandlerRunner(world.departments[department].commands, None, lambda: None)
    return side


def passes(world: World, span: timedelta) -> None:
    """Advance the time, run the office's clocks and deliver their events."""
    world.advance(span)
    world.coordination.tick()
    world.run_until_idle()


def receipted(world: World, case: str) -> None:
    world.public_security.execute(filing.receipt_case, police.ReceiptCase(case, "某某丁"))
    world.run_until_idle()


def not_filed(world: World, case: str) -> None:
    decision = police.DecideFiling(case, False, "某公不立〔2026〕1号", "情节显著轻微")
    world.public_security.execute(filing.decide_filing, decision)
    world.run_until_idle()


def body_of(answer: Response) -> bytes:
    return answer.get_data()
