"""Materials of cases: recorded by hash, stored byte for byte, handed over between persons."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.casework.materials import handlers
from services.casework.materials.domain import KeptMaterial
from services.casework.materials.entrypoints import RECEIVERS, REFERRERS
from services.casework.materials.messages import (
    Custodian,
    HandOverMaterial,
    Origin,
    RecordMaterial,
)
from services.casework.messages import MaterialKind
from shared.catalog.catalog import load_service
from shared.errors import (
    AlreadyExistsError,
    InvalidInputError,
    NotFoundError,
    WrongStateError,
)
from shared.handling.claim_check import Blob
from shared.handling.worker import HandlerRunner
from shared.testing.world import START, World
from shared.web.attachments import ContentDamagedError, Upload, file_response
from shared.web.auth import Role
from shared.web.routes import routes_of

CONTENT = "某某监测公司监测报告：废水总铅3.6mg/L".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()
OFFICER = Custodian("某某甲", "晋中市生态环境局", "某执法证1号")
POLICE = Custodian("某某丙", "晋中市公安局", "某警官证1号")
REPORT = RecordMaterial(
    sha256=SHA256,
    kind=MaterialKind.TEST_REPORT,
    name="某检字第某号监测报告.pdf",
    quantity="1份12页",
    origin=Origin("某某监测公司", date(2026, 10, 8), "祁县某某村沟渠"),
    holder=OFFICER,
)
TO_POLICE = HandOverMaterial(
    sha256=SHA256,
    giver_certificate=OFFICER.certificate,
    taker=POLICE,
    handed_at=START,
    receipt="移送材料清单（某环移〔2026〕某号）",
)


@pytest.fixture
def office():
    office = World("environment").environment
    office.execute(handlers.record_material, REPORT)
    return office


def kept(office) -> KeptMaterial:
    return office.store.read(KeptMaterial, SHA256)


def test_a_recorded_material_awaits_its_content(office):
    assert (kept(office).holder, kept(office).stored_at, kept(office).chain) == (OFFICER, None, ())


def test_a_material_is_recorded_once(office):
    with pytest.raises(AlreadyExistsError):
        office.execute(handlers.record_material, replace(REPORT, name="另一份"))


def test_content_is_kept_byte_for_byte_and_for_no_event(office):
    office.execute(handlers.store_content, Upload(SHA256, CONTENT))

    blob = office.store.read(Blob, SHA256)
    assert (blob.content, blob.topics) == (CONTENT, ())
    assert (kept(office).size, kept(office).stored_at) == (len(CONTENT), START)


def test_content_sent_twice_changes_nothing_more(office):
    office.execute(handlers.store_content, Upload(SHA256, CONTENT))
    once = (kept(office), office.store.read(Blob, SHA256))

    office.execute(handlers.store_content, Upload(SHA256, CONTENT))

    assert (kept(office), office.store.read(Blob, SHA256)) == once


def test_content_of_a_material_that_nobody_recorded_is_refused(office):
    with pytest.raises(NotFoundError):
        office.execute(handlers.store_content, Upload(hashlib.sha256(b"x").hexdigest(), b"x"))


@pytest.mark.parametrize("content", [b"", CONTENT + b"!"])
def test_content_of_another_hash_is_no_upload(content):
    with pytest.raises(InvalidInputError, match="请求体"):
        Upload(SHA256, content)


def test_content_is_given_as_a_file_with_its_chinese_name(office):
    office.execute(handlers.store_content, Upload(SHA256, CONTENT))

    given = file_response(HandlerRunner(office.commands, None, lambda: None), SHA256, REPORT.name)

    assert given.get_data() == CONTENT
    assert given.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E6%9F%90")


def test_content_that_is_not_here_is_not_found(office):
    with pytest.raises(NotFoundError, match="材料内容"):
        file_response(HandlerRunner(office.commands, None, lambda: None), SHA256, REPORT.name)


def test_damaged_content_is_never_given_and_can_be_sent_again(office):
    damaged = Blob(SHA256, CONTENT[:-1], len(CONTENT), START)
    office.store.transact(lambda session: session.save(damaged))

    with pytest.raises(ContentDamagedError, match="重新上传"):
        file_response(HandlerRunner(office.commands, None, lambda: None), SHA256, REPORT.name)
    office.execute(handlers.store_content, Upload(SHA256, CONTENT))

    assert office.store.read(Blob, SHA256).content == CONTENT


def test_a_hand_over_adds_a_link_with_both_numbers_and_the_receipt(office):
    """17号 10; 853号 16: the original goes to public security against a signature."""
    office.execute(handlers.hand_material_over, TO_POLICE, actor="officer-1")

    link = kept(office).chain[0]
    assert (link.giver, link.taker, link.receipt) == (OFFICER, POLICE, TO_POLICE.receipt)
    assert (kept(office).holder, link.noted_by) == (POLICE, "officer-1")


def test_only_who_holds_a_material_can_give_it(office):
    office.execute(handlers.hand_material_over, TO_POLICE)

    with pytest.raises(WrongStateError, match="晋中市公安局"):
        office.execute(handlers.hand_material_over, TO_POLICE)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"handed_at": START + timedelta(days=1)}, "handed_at"),
        ({"taker": OFFICER}, "taker.certificate"),
        ({"taker": replace(OFFICER, certificate="某执法证 １号")}, "taker.certificate"),
    ],
)
def test_an_impossible_hand_over_is_refused(office, change, field):
    with pytest.raises(InvalidInputError, match=field):
        office.execute(handlers.hand_material_over, replace(TO_POLICE, **change))


def test_hand_overs_are_in_order_of_time(office):
    office.execute(handlers.hand_material_over, TO_POLICE)
    earlier = replace(
        TO_POLICE,
        giver_certificate=POLICE.certificate,
        taker=OFFICER,
        handed_at=START - timedelta(days=1),
    )

    with pytest.raises(InvalidInputError, match="早于上一次移交"):
        office.execute(handlers.hand_material_over, earlier)


def test_a_material_from_the_future_is_refused():
    office = World("environment").environment
    tomorrow = replace(REPORT, origin=replace(REPORT.origin, provided_on=date(2026, 10, 9)))

    with pytest.raises(InvalidInputError, match="provided_on"):
        office.execute(handlers.record_material, tomorrow)


@pytest.mark.parametrize(
    ("department", "roles"),
    [
        ("environment", REFERRERS),
        ("natural_resources", REFERRERS),
        ("agriculture", REFERRERS),
        ("public_security", RECEIVERS),
    ],
)
def test_personal_data_is_for_those_who_handle_the_case(department, roles):
    opened = [
        route for route, _ in routes_of(load_service(department)) if "/materials" in route.url
    ]

    assert len(opened) == 6
    assert {route.roles for route in opened} == {frozenset(roles)}
    assert Role.CLERK not in roles
    assert Role.OPS not in roles
