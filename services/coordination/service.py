"""The coordination office: receives every open event, and runs the resulting clocks."""

from services.casework.reports.messages import ClueCompetenceAsked
from services.coordination.bulletins.domain import Bulletin
from services.coordination.bulletins.handlers import make_bulletin
from services.coordination.clocks import commands, gauges
from services.coordination.clocks.domain import Doubt, Obligation, Recount
from services.coordination.clocks.obligations import command_handlers, scheduler
from services.coordination.clocks.queries import explanation, lists
from services.coordination.clocks.recount import recount, state
from services.coordination.clocks.rulebook.book import load_rulebook
from services.coordination.clocks.views import Explanation, Owed
from services.coordination.competence import handlers as competence_handlers
from services.coordination.competence.domain import CompetenceQuestion
from services.coordination.competence.messages import DecideCompetence
from services.coordination.ledger import handlers
from services.coordination.ledger.domain import LedgerEntry
from shared.catalog import events, subscribe
from shared.delivery import every
from shared.messages import Classification, meta_of
from shared.runtime import CityFiles, Department
from shared.store import Page, PageRequest, Store
from shared.web import READ_ROLES, Role, http

RESTRICTED = Classification.RESTRICTED
HEAD = [Role.HEAD]


def open_events() -> tuple[type[object], ...]:
    """List all events except those restricted to the organs that the law names.

    Events addressed to the office itself have handlers of their own.
    """
    return tuple(
        each
        for each in events()
        if meta_of(each).classification is not RESTRICTED and each is not ClueCompetenceAsked
    )


class Coordination(Department):
    """The office of the leading group on soil pollution, on the bus and on HTTP."""

    name = "coordination"
    title = "土壤污染防治工作领导小组办公室"

    @classmethod
    def check(cls, files: CityFiles) -> None:
        """Read the rules of the clocks, so that an invalid rule is reported at start-up."""
        load_rulebook(files.clock_rules)

    @classmethod
    def measure(cls, store: Store) -> None:
        """Update the gauges of the clocks."""
        gauges.measure(store)

    @http("GET", "/v1/ledger", roles=READ_ROLES, title="事件台账")
    def get_ledger(self, page: PageRequest) -> Page[LedgerEntry]:
        """List who published what, in order of time."""
        return self.work.page(LedgerEntry, page)

    @http("GET", "/v1/obligations", roles=READ_ROLES, title="应办事项列表")
    def get_obligations(self, page: PageRequest) -> Page[Owed]:
        """List what departments owe, by the time of its breach; `due_at` finds then or earlier."""
        return lists.page_of(self.work, page)

    @http("GET", "/v1/bulletins/<month>/<department>", roles=READ_ROLES, title="月度通报")
    def get_bulletin(self, month: str, department: str) -> Bulletin:
        """Say how a department kept its periods in a month."""
        return make_bulletin(self.work, month, department)

    @http("GET", "/v1/obligations/<obligation_id>", roles=READ_ROLES, title="查看应办事项")
    def get_obligation(self, obligation_id: str) -> Obligation:
        """Show an obligation with its history."""
        return state.obligation_as_recounted(self.work, obligation_id)

    @http(
        "GET", "/v1/obligations/<obligation_id>/explanation", roles=READ_ROLES, title="说明期限计算"
    )
    def get_explanation(self, obligation_id: str) -> Explanation:
        """Say in one sentence how a period was counted."""
        return explanation.explanation_of(self.work, obligation_id)

    @http("POST", "/v1/obligations/<obligation_id>/suspension", roles=HEAD, title="中止计时")
    def post_suspension(self, command: commands.SuspendObligation) -> Obligation:
        """Let a clock stand still."""
        return self.work(command_handlers.suspend, command)

    @http("POST", "/v1/obligations/<obligation_id>/resumption", roles=HEAD, title="恢复计时")
    def post_resumption(self, command: commands.ResumeObligation) -> Obligation:
        """Let a suspended clock go on."""
        return self.work(command_handlers.resume, command)

    @http("POST", "/v1/obligations/<obligation_id>/extension", roles=HEAD, title="延长期限")
    def post_extension(self, command: commands.ExtendObligation) -> Obligation:
        """Give a clock a longer period that its rule allows."""
        return self.work(command_handlers.extend, command)

    @http("POST", "/v1/obligations/<obligation_id>/correction", roles=HEAD, title="更正起算时间")
    def post_correction(self, command: commands.CorrectObligation) -> Obligation:
        """Let a clock begin at another time."""
        return self.work(command_handlers.correct, command)

    @http("POST", "/v1/obligations/<obligation_id>/acceptance", roles=HEAD, title="采信事后主张")
    def post_acceptance(self, command: commands.AcceptClaim) -> Obligation:
        """Believe what was claimed of the time before a breach."""
        return self.work(command_handlers.accept, command)

    @http("GET", "/v1/doubts", roles=READ_ROLES, by_city=True, title="不采信事项列表")
    def get_doubts(self, page: PageRequest) -> Page[Doubt]:
        """List what is not believed and why, and what waits for a step or for a person."""
        return self.work.page(Doubt, page)

    @http("POST", "/v1/recounts", roles=HEAD, title="重算未结期限")
    def post_recount(self, command: commands.RecountObligations) -> Recount:
        """Order that all open clocks are counted anew."""
        return self.work(recount.begin, command)

    @http("POST", "/v1/legal-changes", roles=HEAD, title="公布期限依据变更")
    def post_legal_change(self, command: commands.AnnounceLegalChange) -> Recount:
        """Tell that the law changed, and count all open clocks anew."""
        return self.work(recount.announce, command)

    @http("GET", "/v1/recounts", roles=READ_ROLES, title="期限重算列表")
    def get_recounts(self, page: PageRequest) -> Page[Recount]:
        """List recounts, and how far they are."""
        return self.work.page(Recount, page)

    @http("GET", "/v1/recounts/<recount_id>", roles=READ_ROLES, title="查看期限重算")
    def get_recount(self, recount_id: str) -> Recount:
        """Show how far a recount is."""
        return self.work.get(Recount, recount_id)

    @subscribe(to=open_events)
    def on_open_event(self, event: object) -> None:
        """Record an act in the ledger, and apply it to the clocks."""
        self.work(handlers.note_event, event)

    @http("GET", "/v1/competence-questions", roles=READ_ROLES, title="线索管辖争议列表")
    def get_competence_questions(self, page: PageRequest) -> Page[CompetenceQuestion]:
        """List the clues that two departments have sent back."""
        return self.work.page(CompetenceQuestion, page)

    @http("GET", "/v1/competence-questions/<clue_id>", roles=READ_ROLES, title="查看线索管辖争议")
    def get_competence_question(self, clue_id: str) -> CompetenceQuestion:
        """Show who was asked to take on a clue, and what was decided."""
        return self.work.get(CompetenceQuestion, clue_id)

    @http(
        "POST",
        "/v1/competence-questions/<clue_id>/decision",
        roles=HEAD,
        title="确定线索的主管部门",
    )
    def post_competence_decision(self, command: DecideCompetence) -> CompetenceQuestion:
        """Say which department takes on a clue."""
        return self.work(competence_handlers.decide_competence, command)

    @subscribe(ClueCompetenceAsked)
    def on_clue_competence_asked(self, event: ClueCompetenceAsked) -> None:
        """Open the question of competence for a clue."""
        self.work(competence_handlers.note_question, event)

    @every(1.0)
    def on_tick(self) -> int:
        """Publish everything that has become due."""
        return scheduler.tick(self.work.context)

    @every(1.0)
    def on_recount(self) -> int:
        """Resume unfinished recounts."""
        return recount.proceed(self.work.context)
