"""Two releases side by side: the older one is replaced by this one department by department.

The older release is the newest of `contracts/releases.csv`, read from the git history, or the one
that LIANDONG_UPGRADE_FROM names. A clone without that commit fails: it would prove nothing.
"""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from acts import (
    delist,
    done,
    effects,
    eventually,
    hold_kind,
    record_land,
    referred_case,
    register,
)
from organs import police, state
from upkeep import liandong

from demo.client import City
from demo.flows.places import Place
from shared.catalog.catalog import department_names
from shared.clock.system import system_clock
from shared.contracts.compatibility.releases import releases
from shared.delivery.resend.resender import subscribed_topics
from shared.local.broker.access import contract_access
from shared.local.dev_keys import create_dev_keys
from shared.local.ports import free_ports
from shared.local.processes.child import Child
from shared.local.processes.probe import ready_at
from shared.local.supervisor import LocalPlatform
from shared.store.mongo.store import MongoStore
from shared.store.outbox import OutboxEvent
from shared.vocabulary.divisions import divisions
from shared.web.auth import Role

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
HEARERS = ("agriculture", "natural_resources", "coordination")
WHO = "environment"
NUMBER = "某公（刑）受字〔2026〕某某号"
EVERYTHING = 100_000


def git(*arguments):
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)
    return done.stdout.decode().strip() if done.returncode == 0 else ""


def older_release():
    """Return the commit of the release to upgrade from."""
    newest = releases(ROOT / "contracts")[-1]
    asked = os.environ.get("LIANDONG_UPGRADE_FROM", "") or newest.commit
    commit = git("rev-parse", "--verify", "--quiet", f"{asked}^{{commit}}")
    if not commit:
        pytest.fail(
            f"the history of this clone has no {asked} (release {newest.version}): fetch all of it "
            "with `git fetch --unshallow`, or name a tag or commit in LIANDONG_UPGRADE_FROM"
        )
    if commit == git("rev-parse", "HEAD"):
        pytest.fail(f"{asked} is this checkout itself: name an older release")
    return commit


@pytest.fixture(scope="module")
def old_tree():
    """The older release, exported beside this one; it runs with the same dependencies."""
    commit = older_release()
    print(f"upgrade drill: from {commit[:12]} to this checkout")  # noqa: T201  it names the tested release
    tree = ROOT / ".local" / "releases" / commit
    if not (tree / "shared").is_dir():
        tree.mkdir(parents=True, exist_ok=True)
        archive = tree / "release.tar"
        git("archive", "--output", str(archive), commit, "shared", "services", "sdk")
        subprocess.run(["tar", "-xf", str(archive), "-C", str(tree)], check=True)
        archive.unlink()
    return tree


def command(name, tree=ROOT):
    """Return the command that runs a department from a tree; PYTHONPATH names the tree first."""
    is_old = (tree / "shared" / "host.py").exists()
    module = "shared.host" if is_old else "shared.runtime.nameko.main"
    return [sys.executable, "-P", "-m", module, name, "--role", "all"]


class Mixed(LocalPlatform):
    """A platform on which each department runs from its own tree."""

    trees: dict[str, Path]

    def _service(self, department, port, environment):
        tree = self.trees[department]
        path = os.pathsep.join([str(tree), str(tree / "sdk")])
        made = super()._service(department, port, {**environment, "PYTHONPATH": path})
        made.command = command(department, tree)
        self.environments[department] = made._env
        return made

    def move_to(self, department, tree):
        """Replace a department's process by one of another tree, as a rolling update does.

        The data are expanded before the newer release starts, while the older one works.
        """
        if tree == ROOT:
            liandong(self, "migrate", "run", department)
        self.services[department].stop()
        path = os.pathsep.join([str(tree), str(tree / "sdk")])
        told = {**self.environments[department], "PYTHONPATH": path}
        log = self.home / "log" / f"{department}.new.log"
        service = Child(department, command(department, tree), log=log, env=told)
        self.services[department] = service
        service.start()
        ready = ready_at(self.addresses[department])
        service.wait_until(ready, deadline_s=60, what="it was ready")


@pytest.fixture(scope="module")
def mixed(old_tree, tmp_path_factory):
    """Environment from the older release, all others from this one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LIANDONG_AMQP_URL", raising=False)
        patch.delenv("LIANDONG_MONGO_URL", raising=False)
        platform = Mixed(
            tmp_path_factory.mktemp("mixed"),
            department_names(),
            say=lambda _: None,
            make_keys=lambda home: create_dev_keys(home, system_clock()),
            first_port=free_ports(1)[0],
            command=command,
            access=partial(contract_access, older=True),
        )
    platform.trees = {name: old_tree if name == WHO else ROOT for name in department_names()}
    platform.environments = {}
    with platform:
        yield platform


@pytest.fixture(scope="module")
def mixed_city(mixed):
    with City(mixed.addresses, mixed.home) as opened:
        yield opened


def place(number):
    lon, lat = divisions()["140727"].seat
    centre = (lon + 0.004 * number, lat)
    return Place(f"某某{number}号焦化厂地块", "140727", centre, 10_000.0, number, record="")


def act(city, at):
    """List a plot, and wait until all other departments have received it."""
    record_land(city, at)
    done(register(city, at))
    for name in HEARERS:
        eventually(lambda name=name: bool(effects(city, name, subject=at.plot_code)), True, 30)
    assert hold_kind(city, at) == "在名录内"


def tree_of(platform, department):
    """Return the tree from which a department's process imports its code."""
    told = platform.services[department]._env
    ask = [sys.executable, "-P", "-c", "import shared, liandong; print(shared.__file__)"]
    found = subprocess.run(ask, env=told, capture_output=True, text=True, check=True, cwd="/")
    return Path(found.stdout.strip()).parents[1]


@pytest.mark.timeout(600)
def test_departments_of_two_releases_work_together_and_are_replaced_one_by_one(
    mixed, mixed_city, old_tree
):
    places = [place(number) for number in range(1, 5)]
    act(mixed_city, places[0])
    assert tree_of(mixed, WHO) == old_tree
    assert tree_of(mixed, "agriculture") == ROOT

    mixed.move_to(WHO, ROOT)
    act(mixed_city, places[1])
    done(delist(mixed_city, places[0], []))
    mixed.move_to("natural_resources", old_tree)  # the way back, before any contraction
    act(mixed_city, places[2])
    mixed.move_to("natural_resources", ROOT)
    act(mixed_city, places[3])

    assert_nothing_lost_and_nothing_twice(mixed, mixed_city, places)


@pytest.mark.timeout(600)
def test_what_a_release_adds_is_ignored_by_the_older_and_heard_by_the_newer(
    mixed, mixed_city, old_tree
):
    """The number of a receipt was added after v0.1.0, to a command and to an event."""
    mixed.move_to(WHO, old_tree)
    before = receipted_case(mixed_city)
    eventually(lambda: state(mixed_city, WHO, before), "已签收", 30)

    mixed.move_to(WHO, ROOT)
    after = receipted_case(mixed_city)

    eventually(lambda: number_of_receipt(mixed_city, after), NUMBER, 30)
    failed = mixed_city[WHO].items("/v1/failed", role=Role.OPS)
    assert {one["fault"] for one in failed} <= {"unknown"}  # an event that the older did not know


def receipted_case(city):
    """Refer a case and sign its receipt with a document number."""
    _, case = referred_case(city)
    eventually(lambda: state(city, "public_security", case), "已移送待签收", 30)
    done(police(city, case, "receipt", officer="某某丁", document_number=NUMBER))
    return case


def number_of_receipt(city, case):
    """Return the receipt's number in the referrer's file."""
    file = done(city[WHO].get(f"/v1/cases/{case}", role=Role.HEAD))
    return next(
        (entry["document_number"] for entry in file["history"] if entry["step"] == "签收案件"), None
    )


def assert_nothing_lost_and_nothing_twice(platform, city, places):
    """Assert that every subscriber applied every event of every plot once, and that none waits."""
    store = MongoStore(platform.mongo_url, WHO)
    plots = {plot.plot_code for plot in places}
    sent = [
        event for event in store.page(OutboxEvent, {}, "", EVERYTHING) if event.subject in plots
    ]
    store.close()
    assert len(sent) > len(places)
    for name in HEARERS:
        topics = subscribed_topics(WHO, name)
        wanted = {
            (event.subject, event.sequence): event.id
            for event in sent
            if event.routing_key in topics
        }
        eventually(lambda name=name: heard(city, name, plots), wanted, 30)
        assert city[name].items("/v1/failed", role=Role.OPS) == []


def heard(city, name, plots):
    marks = [mark for code in plots for mark in effects(city, name, subject=code)]
    own = [mark for mark in marks if mark["id"].startswith(f"{WHO}|")]
    assert len({mark["event_id"] for mark in own}) == len(own)
    return {(mark["subject"], mark["sequence"]): mark["event_id"] for mark in own}
