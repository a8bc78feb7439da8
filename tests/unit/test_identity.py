"""Classification of a number: a person's first, then an organisation's; spreadsheet damage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from services.casework.commands import ProposeReferral
from services.casework.detentions.commands import DraftDetention
from services.casework.detentions.messages import Offender, Person
from services.casework.messages import Suspect
from services.casework.papers.data.facts import _suspect
from shared.contracts.json_schema import example_of
from shared.errors import InvalidInputError
from shared.messages.contract import contract_of
from shared.vocabulary.credit_codes import SIGNS, check_sign, is_credit_code
from shared.vocabulary.identifiers import is_permit_number
from shared.vocabulary.identity_numbers import (
    IdentifierKind,
    identifier_fault,
    identifier_form,
    is_identity_number,
    kind_of,
)

BOTH = "140700190001010438"
"""Synthetic: an identity number that also passes the check of the credit code."""

IDENTITY = "14070019000101114X"


def coded(body: str) -> str:
    return body + check_sign(body)


@pytest.mark.parametrize(
    "body",
    [
        "91140728MA0000006",
        "N2140728MF0000001",
        "N1140728MF0000002",
        "N3140728MF0000005",
        "A1100000MF0000003",
        "Y1140728MF0000004",
        "12140700000000009",
    ],
)
def test_codes_of_every_registering_organ_are_codes(body):
    code = coded(body)

    assert is_credit_code(code)
    assert is_permit_number(f"{code}001P")
    assert kind_of(code) is IdentifierKind.CREDIT_CODE
    assert identifier_fault(code) is None


@pytest.mark.parametrize("sign", "IOSVZ0")
def test_signs_that_the_standard_leaves_out_are_refused(sign):
    assert not is_credit_code(f"{sign}1140728MA0000006A")


@given(st.from_regex(r"[1-9]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True))
def test_the_check_sign_is_the_one_of_another_computation(body):
    assert check_sign(body) == uscc.calc_check_digit(body)
    assert [sign for sign in SIGNS if is_credit_code(body + sign)] == [check_sign(body)]


@given(
    st.from_regex(
        r"140[1-9]2[1-9](19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9])[0-9]{2}[1-9]", fullmatch=True
    )
)
def test_the_check_of_an_identity_number_is_the_one_of_another_computation(body):
    passing = [sign for sign in "0123456789X" if is_identity_number(body + sign)]

    assert passing == [ric.calc_check_digit(f"{body}0")]


def test_a_persons_number_comes_before_a_code_that_it_happens_to_be():
    assert uscc.is_valid(BOTH)
    assert is_identity_number(BOTH)
    assert kind_of(BOTH) is IdentifierKind.IDENTITY


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (BOTH, f"某某甲（居民身份证号：{BOTH}）"),
        (coded("N2140728MF0000001"), f"某某甲（统一社会信用代码：{coded('N2140728MF0000001')}）"),
        ("E12345678", "某某甲（护照号码：E12345678）"),
        ("某某号", "某某甲（证件号码：某某号）"),
    ],
)
def test_a_letter_calls_a_number_what_it_is(number, printed):
    assert _suspect(Suspect("某某甲", number)).name == printed
    assert _suspect(Suspect("某某甲", number)).code is None


def test_what_a_clerk_says_of_a_number_counts():
    said = Suspect("某某甲", BOTH, IdentifierKind.CREDIT_CODE)

    assert _suspect(said).name == f"某某甲（统一社会信用代码：{BOTH}）"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１４０７００１９０００１０１１１４Ｘ", IDENTITY),
        ("14070019000101114x", IDENTITY),
        ("'14070019000101114X", IDENTITY),
        ("140700 19000101 114X", IDENTITY),
        ("140700-19000101-114X", IDENTITY),
        ("91140100ma0hf4r239", "91140100MA0HF4R239"),
        ("Ｅ１２３４５６７８", "E12345678"),
        ("某某证件（暂缺）", "某某证件（暂缺）"),
        ("H-12 34", "H-12 34"),
    ],
)
def test_a_number_has_one_spelling(typed, kept):
    assert identifier_form(typed) == kept
    assert identifier_form(kept) == kept


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("1.4070019000101E+17", "电子表格"),
        ("1.40700190001011E17", "电子表格"),
        ("1e+17", "电子表格"),
        ("140700190001011.0", "电子表格"),
        ("140700190001010000", "0"),
        ("140700190001011140", "校验位"),
        ("140700190013011140", "出生日期"),
        ("1407001900010111", "18 位"),
        ("91140100MA0HF4R238", "统一社会信用代码"),
        ("9114O100MAOHF4R239", None),
        ("E12345678", None),
        ("EA1234567", None),
        ("1E2345678", None),
        ("某某证件", None),
        ("140700900101111", None),
        ("12345", None),
    ],
)
def test_what_is_surely_broken_is_told_with_a_remedy(broken, words):
    found = identifier_fault(identifier_form(broken))

    assert (found is None) if words is None else (words in str(found) and "重新录入" in str(found))


@pytest.mark.parametrize(
    ("number", "kind", "passes"),
    [
        ("140700190001011140", IdentifierKind.OTHER, True),
        ("1.4070019000101E+17", IdentifierKind.OTHER, False),
        ("某某号", IdentifierKind.IDENTITY, False),
        (IDENTITY, IdentifierKind.IDENTITY, True),
        ("140700190001010430", IdentifierKind.CREDIT_CODE, False),
        ("EA1234567", IdentifierKind.PASSPORT, True),
    ],
)
def test_a_number_fits_what_it_is_said_to_be(number, kind, passes):
    assert (identifier_fault(number, kind) is None) == passes


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"name": "某某甲", "identifier": "1.4070019000101E+17"}, "suspects.0.identifier"),
        ({"name": "某某甲", "identifier": "140700190001010000"}, "suspects.0.identifier"),
        ({"name": " ", "identifier": IDENTITY}, "suspects.0.name"),
        ({"name": "某\n某", "identifier": IDENTITY}, "suspects.0.name"),
        ({"name": "某\u202e某", "identifier": IDENTITY}, "suspects.0.name"),
        ({"name": "某\0某", "identifier": IDENTITY}, "suspects.0.name"),
    ],
)
def test_a_broken_suspect_is_refused_by_name_of_the_field(value, field):
    wire = {**example_of(ProposeReferral), "suspects": [value]}

    with pytest.raises(InvalidInputError, match=field):
        contract_of(ProposeReferral).load(wire)


def test_a_suspect_is_kept_in_one_spelling():
    typed = {"name": "某某甲 ", "identifier": "１４０７００１９０００１０１１１４ｘ"}
    wire = {**example_of(ProposeReferral), "suspects": [typed]}

    assert contract_of(ProposeReferral).load(wire).suspects == (Suspect("某某甲", IDENTITY),)


def test_the_numbers_of_a_case_for_detention_are_checked_likewise():
    person = {**example_of(Person), "identifier": "1.4E+17"}
    offender = {**example_of(Offender), "manager": person, "organization_code": "1.4E+17"}

    with pytest.raises(InvalidInputError, match=r"offender\.manager\.identifier"):
        contract_of(DraftDetention).load(_drafted(offender))
    whole = {**offender, "manager": example_of(Person)}
    with pytest.raises(InvalidInputError, match=r"offender\.organization_code"):
        contract_of(DraftDetention).load(_drafted(whole))


def _drafted(offender):
    wire = example_of(DraftDetention)
    return {**wire, "form": {**wire["form"], "offender": offender}}
