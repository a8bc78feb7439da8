"""Survey reports with samples: what is received, how it is evaluated, who may say otherwise."""

import orjson
import pytest
from environment_given import PLOT, opinion, plot_of, record_plot, submit, suspect
from hypothesis import given
from hypothesis import strategies as st
from samples_given import (
    CLEAN,
    FAILED,
    LAT,
    LON,
    OVER,
    a_farm_sample,
    a_report,
    a_sample,
    a_sheet,
    background,
    basic,
    check,
    completed,
    decide,
    elements,
    hand_in,
)

from services.environment.plots.messages import LandClass, PlotState
from services.environment.samples import checks
from services.environment.samples.domain import SurveySamples
from services.environment.samples.messages import SampleSheet
from services.environment.surveys.domain import Evidence, Survey, SurveyState
from services.environment.surveys.messages import (
    JudgementGiven,
    SubmitSurvey,
    SurveyReviewed,
    SurveySubmitted,
)
from services.environment.surveys.parts import DeviationReason, SurveyPhase
from shared.config.http_limits import LARGEST_BODY
from shared.errors import InvalidInputError, WrongStateError
from shared.messages import from_bson, to_wire
from shared.messages.codec import to_bson
from shared.messages.contract import contract_of
from shared.soil import FarmlandCategory
from shared.testing.world import World
from shared.vocabulary import LandScheme, LandUse, SoilLevel

FIRST, SECOND, FARMLAND = LandClass
WITHIN, SCREENING, CONTROL = SoilLevel.WITHIN, SoilLevel.OVER_SCREENING, SoilLevel.OVER_CONTROL
BACKGROUND, RETEST = DeviationReason
DOCUMENT = "复测报告某某号"
OFFICES = LandUse(LandScheme.PLANNING, "0801")
HOUSING = LandUse(LandScheme.PLANNING, "0701")
BLANK = LandUse(LandScheme.PLANNING, "16")
CROPLAND = LandUse(LandScheme.PLANNING, "0103")


@pytest.fixture
def world():
    made = World("environment")
    record_plot(made)
    return made


def reviewed(world, survey, outcome, *reason):
    decide(world, survey, outcome, *reason)
    world.environment.deliver_event(opinion(survey))
    (event,) = world.environment.published(SurveyReviewed)
    return event


@pytest.mark.parametrize(
    ("sheet", "land_class", "verdict"),
    [
        (a_sheet(), FIRST, WITHIN),
        (a_sheet(a_sample(basic(铅=400))), FIRST, WITHIN),
        (a_sheet(a_sample(basic(铅=400.1))), FIRST, SCREENING),
        (a_sheet(a_sample(basic(铅=400.1))), SECOND, WITHIN),
        (a_sheet(a_sample(basic(铅=2500.1))), SECOND, CONTROL),
        (a_sheet(a_sample(basic(砷=25)), backgrounds=(background(30),)), FIRST, WITHIN),
        (a_sheet(a_sample({"砷": 1})), FIRST, SoilLevel.UNDECIDED),
        (a_sheet(a_sample(basic(苯=None))), FIRST, SoilLevel.UNDECIDED),
        (a_sheet(a_sample(basic(苯=None)), limits={"苯": 0.0019}), FIRST, WITHIN),
        (
            a_sheet(
                a_sample(basic(苯=(None, 1.5))),
                limits={"71-43-2": 0.0019},
            ),
            FIRST,
            SoilLevel.UNDECIDED,
        ),
        (a_sheet(a_farm_sample(elements())), FARMLAND, WITHIN),
        (a_sheet(a_farm_sample(elements(镉=0.7))), FARMLAND, SCREENING),
        (a_sheet(a_farm_sample(elements(镉=4.1))), FARMLAND, CONTROL),
        (a_sheet(a_sample(elements())), FARMLAND, SoilLevel.UNDECIDED),
    ],
)
def test_samples_are_evaluated_at_entry_by_the_class_of_the_report(
    world, sheet, land_class, verdict
):
    """[GB 36600, GB 15618, code.446, code.454]."""
    made = hand_in(world, a_report(sheet, land_class))

    assert made.evidence is Evidence.SAMPLES
    assert (made.evaluation.verdict, made.evaluation.land_class) == (verdict, land_class)
    assert world.environment.get(SurveySamples, made.survey_id).sheet == sheet
    assert world.environment.get(Survey, made.survey_id) == made


def test_the_evaluation_names_items_and_points_over_and_what_is_missing(world):
    lead = basic(铅=900, 铬=3)
    del lead["苯"]
    sheet = a_sheet(a_sample(lead, "S2"), a_sample(basic(铅=500), "S1"))

    found = hand_in(world, a_report(sheet)).evaluation

    (over,) = found.items_over
    assert (over.item, over.level, over.highest) == ("铅", CONTROL, 900)
    assert (over.point, over.samples_over, over.screening, over.control) == ("S2", 2, 400, 800)
    assert [(each.point, each.level) for each in found.points_over] == [
        ("S1", SCREENING),
        ("S2", CONTROL),
    ]
    assert (found.missing, found.partly_measured) == ((), ("苯",))
    assert (found.without_limit, found.samples) == (("铬",), 2)


def test_an_item_that_one_sample_leaves_undecided_is_named_even_if_it_is_over(world):
    """A reason for what is over explains nothing of what was not decided."""
    sheet = a_sheet(a_sample(basic(砷=25), "S1"), a_sample(basic(砷=(None, 21)), "S2"))
    made = completed(world, sheet)
    assert [each.item for each in made.evaluation.items_over] == ["砷"]
    assert made.evaluation.undecided == ("砷",)

    with pytest.raises(InvalidInputError, match="未能判定"):
        decide(world, made, CLEAN, BACKGROUND, DOCUMENT)


def test_an_item_within_the_background_is_shown_to_the_reviewer(world):
    sheet = a_sheet(a_sample(basic(砷=25)), backgrounds=(background(30),))

    found = hand_in(world, a_report(sheet)).evaluation

    assert (found.verdict, found.within_background) == (WITHIN, ("砷",))


def test_farmland_has_a_category(world):
    sheet = a_sheet(a_farm_sample(elements(镉=0.7)))

    found = hand_in(world, a_report(sheet, FARMLAND)).evaluation

    assert (found.category, found.standard) == (FarmlandCategory.SAFE_USE, "GB 15618-2018")


def test_a_report_without_samples_is_received_as_before_and_says_so(world):
    """Reports of release 0.1.0 have neither phase nor samples: the people decide."""
    made = submit(world)

    assert (made.evidence, made.evaluation, made.phase) == (Evidence.STATEMENT, None, None)
    assert world.environment.find(SurveySamples, made.survey_id) is None
    assert reviewed(world, made, CLEAN).items_over == ()


def test_a_survey_of_release_0_1_0_is_still_read(world):
    stored = to_bson(submit(world))
    old = {name: stored[name] for name in list(stored)[:17]}

    read = from_bson(old, Survey)

    assert (read.state, read.evidence, read.evaluation) == (
        SurveyState.SUBMITTED,
        Evidence.STATEMENT,
        None,
    )


def test_a_survey_and_its_samples_are_read_as_they_were_written(world):
    sheet = a_sheet(
        a_sample(basic(铅=900, 苯=None)),
        limits={"苯": 2},
        backgrounds=(background(12),),
    )
    made = hand_in(world, a_report(sheet, files=(), uses=(OFFICES,)))
    kept = world.environment.get(SurveySamples, made.survey_id)

    assert from_bson(to_bson(made), Survey) == made
    assert from_bson(to_bson(kept), SurveySamples) == kept


def test_the_event_of_a_report_has_its_phase_and_its_compiler_but_no_samples(world):
    hand_in(world, a_report(a_sheet()))

    (event,) = world.environment.published(SurveySubmitted)
    assert (event.phase, event.compiler_code) == (SurveyPhase.PRELIMINARY, "91140100MA0HF4R239")
    assert "samples" not in to_wire(event)


@pytest.mark.parametrize(
    ("command", "field", "words"),
    [
        (a_report(a_sheet(), phase=None), "phase", "调查阶段"),
        (a_report(a_sheet(), None), "land_class", "按第一类用地"),
        (a_report(None), "samples", "须附样品"),
        (a_report(None, phase=SurveyPhase.DETAILED), "samples", "须附样品"),
        (a_report(a_sheet(), SECOND, uses=(HOUSING,)), "land_class", "城镇住宅"),
        (a_report(a_sheet(), SECOND, uses=(OFFICES, BLANK)), "land_class", "留白"),
        (a_report(a_sheet(), FIRST, uses=(CROPLAND,)), "land_class", "农用地"),
    ],
)
def test_a_report_that_contradicts_itself_is_refused_with_a_remedy(world, command, field, words):
    """[GB 36600 5.3.1]: the strictest of several uses decides, an unclear one is first class."""
    with pytest.raises(InvalidInputError, match=words) as refused:
        hand_in(world, command)

    assert {fault.field for fault in refused.value.faults} == {field}
    assert plot_of(world).state is PlotState.RECORDED


@pytest.mark.parametrize("uses", [(), (OFFICES,), (OFFICES, LandUse(LandScheme.PLANNING, "0901"))])
def test_a_report_of_the_second_class_serves_offices_and_shops(world, uses):
    assert hand_in(world, a_report(a_sheet(), SECOND, uses=uses)).uses == uses


def test_a_point_outside_of_the_plot_is_refused_with_its_distance(world):
    far = a_sample(basic(), "S9", longitude=LON + 0.01)

    with pytest.raises(InvalidInputError, match=r"S9.*范围外约 .* 米"):
        hand_in(world, a_report(a_sheet(far)))


@pytest.mark.parametrize(("metres", "fits"), [(0, True), (4.5, True), (5.5, False), (50, False)])
def test_the_tolerance_of_a_point_is_five_metres(world, metres, fits):
    area = plot_of(world).area
    edge = max(lat for _, lat in area["coordinates"][0])
    sample = a_sample(basic(), latitude=edge + metres / 110_980)

    assert (checks.misplaced(a_sheet(sample), area) == ()) is fits


def test_a_suspected_plot_is_not_settled_by_a_first_phase(world):
    """[42号令 13]: a first phase takes no samples."""
    suspect(world)

    with pytest.raises(WrongStateError, match="第二阶段"):
        hand_in(world, a_report(None, phase=SurveyPhase.FIRST))

    assert hand_in(world, a_report(a_sheet())).state is SurveyState.SUBMITTED


def test_a_plot_suspected_while_its_first_phase_is_in_review_is_not_found_clean(world):
    made = completed_first_phase(world)
    suspect(world)

    with pytest.raises(WrongStateError, match="第二阶段"):
        decide(world, made, CLEAN)

    assert decide(world, made, FAILED).judged is FAILED


def test_a_first_phase_settles_a_plot_that_nothing_speaks_against(world):
    assert reviewed(world, completed_first_phase(world), CLEAN).outcome is CLEAN
    assert plot_of(world).clean_for == (FIRST,)


def completed_first_phase(world):
    return check(world, hand_in(world, a_report(None, phase=SurveyPhase.FIRST)))


@pytest.mark.parametrize("land_class", [FIRST, SECOND, FARMLAND])
def test_clean_samples_make_a_plot_clean_for_their_class(world, land_class):
    values = a_farm_sample(elements()) if land_class is FARMLAND else a_sample(basic())
    made = completed(world, a_sheet(values), land_class)

    event = reviewed(world, made, CLEAN)

    assert (event.outcome, event.items_over) == (CLEAN, ())
    assert plot_of(world).clean_for == (land_class,)
    (given_,) = world.environment.published(JudgementGiven)
    assert (given_.survey_id, given_.outcome, given_.reason) == (made.survey_id, CLEAN, None)


def test_an_exceedance_is_told_with_its_items(world):
    made = completed(world, a_sheet(a_sample(basic(铅=900))))

    event = reviewed(world, made, OVER)

    assert [(each.item, each.level) for each in event.items_over] == [("铅", CONTROL)]
    assert plot_of(world).state is PlotState.POLLUTED


def test_a_judgement_is_not_milder_than_the_samples(world):
    """[code.454-455, GB 36600]."""
    made = completed(world, a_sheet(a_sample(basic(铅=900))))

    with pytest.raises(InvalidInputError, match=r"超过管制值.*铅.*背景值或复测") as refused:
        decide(world, made, CLEAN)
    assert refused.value.faults[0].field == "reason"
    with pytest.raises(InvalidInputError) as refused:
        decide(world, made, CLEAN, RETEST)
    assert refused.value.faults[0].field == "document"
    with pytest.raises(InvalidInputError, match="背景值只适用于"):
        decide(world, made, CLEAN, BACKGROUND, DOCUMENT)

    event = reviewed(world, made, CLEAN, RETEST, DOCUMENT)
    assert event.outcome is CLEAN
    kept = world.environment.get(Survey, made.survey_id)
    assert (kept.judged_reason, kept.judged_document) == (RETEST, DOCUMENT)
    (given_,) = world.environment.published(JudgementGiven)
    assert (given_.reason, given_.document) == (RETEST, DOCUMENT)


def test_arsenic_alone_may_be_explained_by_a_background(world):
    made = completed(world, a_sheet(a_sample(basic(砷=25))))

    assert decide(world, made, CLEAN, BACKGROUND, DOCUMENT).judged is CLEAN


def test_a_background_explains_nothing_on_farmland(world):
    """GB 15618 knows no background."""
    made = completed(world, a_sheet(a_farm_sample(elements(砷=26))), FARMLAND)

    with pytest.raises(InvalidInputError, match="背景值只适用于建设用地"):
        decide(world, made, CLEAN, BACKGROUND, DOCUMENT)


@pytest.mark.parametrize(
    ("sheet", "named"),
    [
        (a_sheet(a_sample({"砷": 1, "铅": 1})), "镉"),
        (a_sheet(a_sample(basic(苯=None))), "苯"),
        (a_sheet(a_sample(basic(苯=None)), limits={"苯": 1.1}), "苯"),
    ],
)
@pytest.mark.parametrize("reason", [(), (RETEST, DOCUMENT)])
def test_a_survey_with_missing_or_undecided_items_is_never_clean(world, sheet, named, reason):
    made = completed(world, sheet)

    with pytest.raises(InvalidInputError, match=f"{named}.*补测"):
        decide(world, made, CLEAN, *reason)

    assert decide(world, made, FAILED).judged is FAILED


def test_a_stricter_judgement_than_the_samples_is_free(world):
    assert decide(world, completed(world, a_sheet()), OVER).judged is OVER


@given(
    st.sampled_from([FIRST, SECOND]),
    st.dictionaries(
        st.sampled_from(["砷", "铅", "汞", "苯", "萘"]),
        st.floats(0, 5000, allow_nan=False) | st.none(),
        max_size=5,
    ),
    st.sampled_from([(), ("苯",), ("铜", "镍")]),
)
def test_what_is_judged_clean_without_a_reason_is_within_all_limits(land_class, values, missing):
    """No path leads from a sheet that is over, missing or undecided to a clean plot."""
    world = World("environment")
    record_plot(world)
    sheet = a_sheet(
        a_sample({k: v for k, v in basic(**values).items() if k not in missing}),
        limits={"苯": 0.0019, "铅": 500},
    )
    made = completed(world, sheet, land_class)

    try:
        reviewed(world, made, CLEAN)
    except InvalidInputError:
        assert made.evaluation.verdict is not WITHIN
        assert plot_of(world).clean_for == ()
    else:
        assert made.evaluation.verdict is WITHIN
        assert not missing
        assert plot_of(world).clean_for == (land_class,)


def body(**samples):
    first = {
        "point": "S1",
        "depth_m": 0.5,
        "longitude": LON,
        "latitude": LAT,
        "values": [{"item": "砷", "value": 8.6}],
        **samples,
    }
    return {
        "plot_code": PLOT,
        "title": "报告",
        "compiled_by": "某某公司",
        "report_sha256": "9f" * 32,
        "submitted_on": "2026-10-08",
        "samples": {"samples": [first]},
    }


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"values": []}, "1 至 100"),
        ({"values": [{"item": f"项目{n}", "value": 1} for n in range(101)]}, "1 至 100"),
        ({"values": [{"item": "砷", "value": "<0.5"}]}, "应为数字"),
        ({"values": [{"item": "砷", "value": -1}]}, "0 至 1000000"),
        ({"values": [{"item": "砷", "value": True}]}, "应为数字"),
        ({"values": [{"item": "砷", "value": 1_000_001}]}, "0 至 1000000"),
        ({"values": [{"item": "砷"}]}, "必填"),
        ({"values": [{"item": " ", "value": 1}]}, "长度"),
        ({"values": [{"item": "字" * 61, "value": 1}]}, "长度"),
        ({"ph": 15}, "0 至 14"),
        ({"land": "林地"}, "水田"),
        ({"depth_m": -1}, "0 至 200"),
    ],
)
def test_a_wrong_sample_is_refused_with_its_place(changed, words):
    with pytest.raises(InvalidInputError, match=words) as refused:
        contract_of(SubmitSurvey).load(body(**changed))

    assert refused.value.faults[0].field.startswith("samples.samples.0.")


def test_a_sample_at_the_same_place_twice_is_refused():
    twice = body()
    twice["samples"]["samples"] *= 2

    with pytest.raises(InvalidInputError, match=r"深度 0.5 米的样品填写了两次"):
        contract_of(SubmitSurvey).load(twice)


def test_a_sheet_is_bounded():
    one = body()["samples"]["samples"][0]
    many = body()
    many["samples"]["samples"] = [{**one, "point": f"S{n}"} for n in range(301)]
    with pytest.raises(InvalidInputError, match="300"):
        contract_of(SubmitSurvey).load(many)

    values = [{"item": f"项目{n}", "value": 1} for n in range(100)]
    many["samples"]["samples"] = [{**one, "point": f"S{n}", "values": values} for n in range(101)]
    with pytest.raises(InvalidInputError, match="10000"):
        contract_of(SubmitSurvey).load(many)


def test_a_wrong_credit_code_of_a_laboratory_is_refused():
    with pytest.raises(InvalidInputError, match="laboratory_code"):
        contract_of(SubmitSurvey).load({**body(), "laboratory_code": "91130200699229617Y"})


def test_an_item_named_twice_is_refused_however_spelt(world):
    twice = a_sheet(
        a_sample({"六价铬": 1, "铬（六价）": 2}),
        limits={"苯": 1, "71-43-2": 2},
        backgrounds=(background(1), background(2, "7440-38-2")),
    )

    with pytest.raises(InvalidInputError, match="填写了两次") as refused:
        hand_in(world, a_report(twice))

    assert [fault.field for fault in refused.value.faults] == [
        "samples.detection_limits",
        "samples.backgrounds",
        "samples.samples.0.values",
    ]


def test_the_largest_sheet_is_received(world):
    """10,000 values: within one request and one document."""
    values = dict(list(basic().items())[:40])
    sheet = SampleSheet(tuple(a_sample(values, f"S{n}") for n in range(250)))
    wire = to_wire(a_report(sheet))
    assert len(orjson.dumps(wire)) < LARGEST_BODY

    made = hand_in(world, contract_of(SubmitSurvey).load(wire))

    assert made.evaluation.samples == 250
    assert len(made.evaluation.missing) == 5
