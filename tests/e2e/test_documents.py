"""Every program in the documents is run unchanged, with the result that the document states.

Only references to another machine are replaced: the broker's address, by that of this platform.
"""

import json
import re
import shlex
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from acts import done, eventually, record_land, referred_case, register

from shared.web.auth import Role

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
DOCUMENTS = sorted(
    (
        ROOT / "README.md",
        ROOT / "README.zh-CN.md",
        ROOT / "sdk/README.md",
        *(ROOT / "docs").glob("*.md"),
    )
)
BROKER = re.compile(r"amqps://(\w+):(?:secret|\{password\})@bus\.liandong\.cn/140700")
WATCHED = "environment"
DEADLINE_S = 60


def blocks(path, language):
    text = path.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


@pytest.fixture
def desk(platform, tmp_path):
    """A partner's folder with its keys and lists, at the paths of the documents."""
    keys = tmp_path / "keys"
    keys.mkdir()
    for name in ("procuratorate.key.pem", "procuratorate.seal.pem", "trust.json", "sealing.json"):
        content = (platform.home / "keys" / name).read_bytes()
        (tmp_path / name).write_bytes(content)
        (keys / name).write_bytes(content)
    return tmp_path


def here(platform, program):
    """Replace the broker's address in a program by that of this platform."""
    return BROKER.sub(lambda found: platform.amqp_urls[found[1]], program)


def started(folder, program):
    (folder / "program.py").write_text(program, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "program.py"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PYTHONUNBUFFERED": "1", "PATH": str(BIN)},
    )


def prints_until(running, wanted):
    """Read a program's output until it contains `wanted`, or fail with all of the output."""
    ends, said = time.monotonic() + DEADLINE_S, []
    assert running.stdout is not None
    for line in running.stdout:
        said.append(line)
        if wanted in line:
            return
        if time.monotonic() > ends:
            break
    pytest.fail(f"{wanted!r} was never printed:\n{''.join(said)}")


def test_the_shortest_program_prints_a_referred_case(platform, city, desk):
    shown, *_ = blocks(ROOT / "sdk/README.md", "python")
    program = here(platform, shown)
    binding, _ = started(desk, program.partition("\ndef handle")[0]).communicate(timeout=DEADLINE_S)
    assert binding == ""  # bound before anything is referred; a repeated binding changes nothing
    running = started(desk, program)
    try:
        _, case = referred_case(city)
        prints_until(running, case)
    finally:
        running.terminate()
        running.wait(10)


def test_the_programs_of_the_sdk_hear_publish_and_seal(platform, city, desk):
    _, hear, publish, batch, seal, _tls = blocks(ROOT / "sdk/README.md", "python")
    listening = started(
        desk, "take_over = lambda event: print(event.subject)\n" + here(platform, hear)
    )
    try:
        _, case = referred_case(city)
        prints_until(listening, case)
    finally:
        listening.terminate()
        listening.wait(10)

    setting = hear.partition("\n\ndef handle")[0]
    told = "print(type(outcome).__name__)\nprint({type(one).__name__ for one in outcomes})\n"
    writing = started(desk, here(platform, "\n".join([setting, publish, batch, seal, told])))
    said, _ = writing.communicate(timeout=DEADLINE_S)

    assert said.splitlines() == ["Confirmed", "{'Confirmed'}"], said
    eventually(lambda: len(heard_of(city)) > 0, True, DEADLINE_S)


def heard_of(city):
    """Return environment's applied and failed events about the procuratorate's opinions."""
    effects = city[WATCHED].items("/v1/effects", role=Role.OPS, limit="500")
    failed = city[WATCHED].items("/v1/failed", role=Role.OPS, limit="500")
    return [row for row in (*effects, *failed) if "transfer_opinion" in str(row)]


def test_the_address_with_certificates_names_what_is_missing(desk):
    *_, tls = blocks(ROOT / "sdk/README.md", "python")
    made = tls.partition("with ld.Publisher")[0]
    check = "from datetime import UTC, datetime\nADDRESS.check(datetime.now(UTC))\n"

    program = f"from pathlib import Path\nimport liandong as ld\n{made}{check}"
    said, _ = started(desk, program).communicate(timeout=DEADLINE_S)

    assert "secrets/password" in said or "tls/ca.pem" in said


def test_counting_a_period_gives_what_the_page_on_clocks_says(desk):
    [program] = blocks(ROOT / "docs/clocks.md", "python")
    before = (
        "from datetime import datetime\n"
        'received_at = datetime.fromisoformat("2026-09-29T10:00+08:00")\n'
    )
    after = "print(counted.last_day, explain(counted))\n"

    said, _ = started(desk, f"{before}{program}{after}").communicate(timeout=DEADLINE_S)

    [words] = re.findall(r"explain\(counted\)\s+# (.*)", program)
    assert said.strip() == f"2026-10-09 {words}"


def test_the_example_of_a_migration_is_a_migration(desk):
    [program] = blocks(ROOT / "docs/upgrade.md", "python")
    after = 'assert MIGRATION.name == "water.m0001_centimetres"\nprint(deeper({"depth_m": 2.0}))\n'

    said, _ = started(desk, program + after).communicate(timeout=DEADLINE_S)

    assert "'depth_cm': 200" in said


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_json_and_toml_that_a_document_shows_can_be_read(path):
    for text in blocks(path, "json"):
        json.loads(text)
    for text in blocks(path, "toml"):
        tomllib.loads(text)


def commands_of(path):
    """Yield the local commands that a document shows, without their comments."""
    for block in blocks(path, "sh"):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words and words[0].endswith("liandong"):
                yield words[1:]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_command_of_the_index_of_documents_ends_well(platform, city, place, desk):
    record_land(city, place)
    done(register(city, place))
    (desk / ".local").symlink_to(platform.home)

    for words in commands_of(ROOT / "docs/README.md"):
        ended = subprocess.run(
            [str(BIN / "liandong"), *words], cwd=desk, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, (words, ended.stdout, ended.stderr)


def test_every_program_that_a_document_shows_is_run_here():
    """A new program in a document needs a test above."""
    found = {path.relative_to(ROOT).as_posix(): len(blocks(path, "python")) for path in DOCUMENTS}

    assert {name: number for name, number in found.items() if number} == {
        "README.md": 1,  # tests/repo/test_sixth_department.py
        "README.zh-CN.md": 1,  # the same
        "docs/clocks.md": 1,
        "docs/first-department.md": 4,  # tests/repo/test_sixth_department.py
        "docs/upgrade.md": 1,
        "sdk/README.md": 6,
    }
