"""Every act of the synthetic city-year is a command that its department's API accepts."""

import pytest

from demo.city_year import KINDS, generate
from services.agriculture.reclamations.messages import RequestReclamation
from services.casework.commands import ReportClue
from services.environment.permits.messages import CancelPermit, RecordPermit
from services.environment.plots.messages import RecordPlot
from services.environment.register.messages import DelistPlot, RegisterPlot
from services.natural_resources.applications.messages import RequestProcedure
from services.natural_resources.parcels.messages import RegisterParcel
from shared.messages.contract import contract_of

COMMANDS = {
    "parcel.register": RegisterParcel,
    "plot.record": RecordPlot,
    "permit.record": RecordPermit,
    "permit.cancel": CancelPermit,
    "plot.list": RegisterPlot,
    "plot.delist": DelistPlot,
    "application.request": RequestProcedure,
    "reclamation.request": RequestReclamation,
    "clue.report": ReportClue,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_act_of_a_kind_keeps_the_contract_of_its_command(kind):
    contract = contract_of(COMMANDS[kind])

    loaded = [contract.load(act.body) for act in generate(plots=200) if act.kind == kind]

    assert loaded
