"""Keep the samples of a survey report beside it."""

from services.environment.plots.domain import Plot
from services.environment.plots.messages import LandClass
from services.environment.samples import checks, domain
from services.environment.samples.domain import SampleEvaluation, SurveySamples
from services.environment.samples.messages import SampleSheet
from shared.errors import InvalidInputError
from shared.handling import UnitOfWork


def keep_samples(
    uow: UnitOfWork, survey_id: str, plot: Plot, sheet: SampleSheet, land_class: LandClass
) -> SampleEvaluation:
    """Store samples and return their evaluation.

    `InvalidInputError` for points outside of the plot and for items named twice.
    """
    if faults := checks.repeated(sheet) + checks.misplaced(sheet, plot.area):
        raise InvalidInputError(faults)
    uow.save(SurveySamples(survey_id, plot.plot_code, sheet))
    return domain.evaluate(sheet, land_class)
