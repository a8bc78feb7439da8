"""Convergence: department, public security and procuratorate act concurrently on one case.

Their messages are reordered and duplicated. Each acts on what it knows at that moment, so acts
cross. When every message has been delivered, both files have the same state.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from casework_given import FILE, sent
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from services.casework.cases import after_handover, handlers
from services.casework.cases import commands as dept
from services.casework.cases.domain import Case
from services.casework.cases.messages import AnswerConsultation, Consult, EnterCase
from services.casework.messages import MaterialKind
from services.casework.procedures.case_file import RecordedStep, record_own_step, record_remote_step
from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.event_step_map import CRIMINAL_STEPS
from services.casework.procedures.remote_steps import known_to
from services.casework.procedures.step_events import step_of
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.partners.procuratorate import messages as proc
from services.public_security.cases import commands as police
from services.public_security.cases import handlers as filing
from services.public_security.cases.domain import EarlySteps, ReferredCase
from services.public_security.reviews import commands as review
from services.public_security.reviews import handlers as reviewing
from shared.errors import RejectedError
from shared.testing.world import World, envelope_of, message_of

PROCEDURE = criminal_of("environment")
PROCURATORATE = Organ.PROCURATORATE
DAY = date(2026, 10, 8)
SHARED = known_to(PROCEDURE, Organ.REFERRER) & known_to(PROCEDURE, Organ.PUBLIC_SECURITY)
HERS = frozenset({CaseMark.CLOSED})  # each department closes its own file

DEPARTMENT = {
    "supplement": lambda c, _: (after_handover.supplement, dept.SupplementCase(c, FILE[:1])),
    "explain": lambda c, n: (after_handover.explain_gap, dept.ExplainGap(c, f"灭失{n}")),
    "items": lambda c, n: (after_handover.hand_items, dept.HandItems(c, (f"污泥{n}",), "某某")),
    "dispute": lambda c, n: (
        after_handover.request_reconsideration,
        dept.RequestReconsideration(c, f"不服{n}"),
    ),
    "suggest": lambda c, n: (
        after_handover.suggest_supervision,
        dept.SuggestSupervision(c, f"建议{n}"),
    ),
    "accept": lambda c, _: (after_handover.accept_admin, dept.AcceptAdmin(c)),
    "ask": lambda c, n: (after_handover.consult, Consult(c, f"问{n}")),
    "answer": lambda c, n: (after_handover.answer_consultation, AnswerConsultation(c, f"答{n}")),
    "enter": lambda c, n: (handlers.enter, EnterCase(c, f"录入{n}")),
    "close": lambda c, n: (handlers.close, dept.CloseCase(c, f"结案{n}")),
}
POLICE = {
    "receipt": lambda c, n: (filing.receipt_case, police.ReceiptCase(c, f"警{n}")),
    "ask for more": lambda c, n: (
        filing.request_supplement,
        police.RequestSupplement(c, (MaterialKind.TEST_REPORT,), f"补正{n}"),
    ),
    "forward": lambda c, n: (
        filing.forward_case,
        police.ForwardCase(c, "140781", f"介休市公安局{n}", "属地管辖"),
    ),
    "decline": lambda c, n: (filing.decline_competence, police.DeclineCompetence(c, f"不属{n}")),
    "check": lambda c, n: (filing.extend_check, police.ExtendCheck(c, f"核查{n}")),
    "major": lambda c, n: (filing.extend_major, police.ExtendMajor(c, f"重大{n}")),
    "file": lambda c, n: (filing.decide_filing, police.DecideFiling(c, True, f"立{n}号", "立案")),
    "do not file": lambda c, n: (
        filing.decide_filing,
        police.DecideFiling(c, False, f"不立{n}号", "不立案"),
    ),
    "withdraw": lambda c, n: (filing.withdraw_case, police.WithdrawCase(c, f"撤{n}号", "撤案")),
    "serve": lambda c, n: (filing.serve_notice, police.ServeNotice(c, f"送{n}号")),
    "uphold": lambda c, n: (
        reviewing.decide_reconsideration,
        review.DecideReconsideration(c, True, f"复{n}号", "维持"),
    ),
    "change": lambda c, n: (
        reviewing.decide_reconsideration,
        review.DecideReconsideration(c, False, f"复{n}号", "变更"),
    ),
    "give reasons": lambda c, n: (reviewing.give_reasons, review.GiveReasons(c, f"理由{n}")),
    "investigate": lambda c, n: (
        reviewing.supplement_investigation,
        review.SupplementInvestigation(c, f"补侦{n}"),
    ),
    "return": lambda c, n: (
        reviewing.return_for_admin,
        review.ReturnForAdmin(c, f"退{n}号", "无犯罪事实"),
    ),
    "ask": lambda c, n: (filing.consult, Consult(c, f"公安问{n}")),
    "answer": lambda c, n: (filing.answer_consultation, AnswerConsultation(c, f"公安答{n}")),
}
PROSECUTION = {
    "require reasons": lambda c, to, n: proc.ReasonsRequired(c, to, f"要{n}号", DAY),
    "order": lambda c, to, n: proc.FilingOrdered(c, to, f"令{n}号", DAY, "理由不成立"),
    "end": lambda c, to, n: proc.SupervisionEnded(c, to, f"终{n}号", DAY, "理由成立"),
    "return": lambda c, to, n: proc.InvestigationReturned(c, to, f"补{n}号", DAY, "证据不足"),
    "charge": lambda c, to, n: proc.CaseCharged(c, to, f"诉{n}号", DAY),
    "drop": lambda c, to, n: proc.CaseNotProsecuted(c, to, f"不诉{n}号", DAY, "情节轻微"),
}
TOLD_TO_BOTH = {"charge", "drop"}


@dataclass(frozen=True, slots=True)
class Copy:
    """The procuratorate's view of a case, built from its copies and the anonymous steps."""

    state: CriminalState = CriminalState.SENT
    marks: tuple[CaseMark, ...] = ()
    history: tuple[RecordedStep, ...] = ()
    early: tuple[RecordedStep, ...] = ()


class Desk(RuleBasedStateMachine):
    """State machine of a case between three organs, whose acts and deliveries come in any order."""

    @initialize()
    def open(self):
        self.world = World("environment", "natural_resources", "public_security")
        self.case_id = sent(self.world).case_id
        self.copy = Copy()
        self.number = 0
        self.spoken = 0
        self.wire = []
        self.carried = set()
        self.refusals = []

    def next(self):
        self.number += 1
        return self.number

    @rule(name=st.sampled_from(sorted(DEPARTMENT)))
    def department_acts(self, name):
        handler, command = DEPARTMENT[name](self.case_id, self.next())
        self.tries(self.world.environment, handler, command)

    @rule(names=st.lists(st.sampled_from(sorted(POLICE)), min_size=1, max_size=3))
    def police_act(self, names):
        for name in names:
            handler, command = POLICE[name](self.case_id, self.next())
            self.tries(self.world.public_security, handler, command)

    @rule(name=st.sampled_from(sorted(PROSECUTION)))
    def procuratorate_acts(self, name):
        """Act on the procuratorate's own view; send what both must know to both."""
        made = PROSECUTION[name](self.case_id, "public_security", self.next())
        taken = self.taken(made, PROCURATORATE)
        try:
            self.copy = record_own_step(PROCEDURE, self.copy, taken)
        except RejectedError:
            return
        told = ["public_security", *(["environment"] if name in TOLD_TO_BOTH else [])]
        for department in told:
            self.spoken += 1
            event = PROSECUTION[name](self.case_id, department, self.number)
            envelope = envelope_of(event, sequence=self.spoken, publisher="procuratorate")
            self.wire.append((envelope, department))

    @rule()
    def deliver_all(self):
        self.collect()
        arriving, self.wire = self.wire, []
        for envelope, to in arriving:
            self.bring(envelope, to)

    @rule(data=st.data(), twice=st.booleans())
    def deliver(self, data, twice):
        """Deliver up to four messages in any order; they may stay to be delivered again."""
        self.collect()
        if not self.wire:
            return
        chosen = data.draw(st.permutations(range(len(self.wire))))[:4]
        for index in chosen:
            self.bring(*self.wire[index])
        if not twice:
            self.wire = [message for index, message in enumerate(self.wire) if index not in chosen]

    def teardown(self):
        """After all messages are delivered, the two files agree and no lane is blocked."""
        if not hasattr(self, "wire"):
            return
        for _ in range(6):
            self.deliver_all()
            self.world.advance(timedelta(seconds=400))
            for department in (self.world.environment, self.world.public_security):
                department.retry_due_lanes()
        ours = self.world.environment.get(Case, self.case_id)
        theirs = self.world.public_security.get(ReferredCase, self.case_id)
        assert ours.state == theirs.state
        assert set(ours.marks) & SHARED - HERS == set(theirs.marks) & SHARED - HERS
        assert (ours.early, theirs.early) == ((), ())
        assert ours.handler == theirs.handler
        assert all(re.search(r"[\u4e00-\u9fff]", words) for words in self.refusals)
        for department in (self.world.environment, self.world.public_security):
            assert department.lanes() == []

    def tries(self, department, handler, command):
        """Execute a command; a refusal has a Chinese reason and changes nothing."""
        before = department.snapshot()
        try:
            department.execute(handler, command)
        except RejectedError as refused:
            self.refusals.append(str(refused))
            assert department.snapshot() == before

    def collect(self):
        """Queue the newly published envelopes for each possible recipient."""
        for name in ("environment", "public_security"):
            for envelope in self.world.departments[name].sent():
                if envelope.subject == self.case_id and envelope.id not in self.carried:
                    self.carried.add(envelope.id)
                    self.wire += [
                        (envelope, to)
                        for to in ("environment", "public_security", "procuratorate")
                        if to != name
                    ]

    def bring(self, envelope, to):
        if to != "procuratorate":
            self.world.departments[to].deliver(envelope)
            return
        sender = self.world.departments[envelope.department]
        event = message_of(sender.whole(envelope))
        if type(event) in CRIMINAL_STEPS or type(event).__name__ == "CaseReconsidered":
            side = Organ.PUBLIC_SECURITY if "security" in envelope.source else Organ.REFERRER
            told = self.taken(event, side)
            self.copy = record_remote_step(
                PROCEDURE, self.copy, told, PROCURATORATE, lambda file, _: file
            )

    def taken(self, event, organ):
        day = getattr(event, "taken_on", DAY)
        number = getattr(event, "document_number", None)
        words = getattr(event, "reason", None)
        return RecordedStep(step_of(event), organ, "某某", day, self.world.now, number, words)


Desk.TestCase.settings = settings(max_examples=15, stateful_step_count=40, deadline=None)
TestDesk = Desk.TestCase


def test_early_news_waits_for_its_case_at_public_security():
    """An event of the procuratorate that precedes the case itself is parked, not dropped."""
    world = World("environment", "natural_resources", "public_security")
    case_id = sent(world).case_id
    event = proc.ReasonsRequired(case_id, "public_security", "要1号", DAY)

    world.public_security.deliver_event(event, publisher="procuratorate")

    (waiting,) = world.public_security.page(EarlySteps).items
    assert [step.document_number for step in waiting.steps] == ["要1号"]

    world.run_until_idle()
    for name in ("receipt", "do not file"):
        handler, command = POLICE[name](case_id, 1)
        world.public_security.execute(handler, command)

    assert CaseMark.REASONS_DUE in world.public_security.get(ReferredCase, case_id).marks
