"""`liandong paper`: kinds, an example, and files with their hashes."""

import hashlib
import subprocess
import sys

import orjson
import pytest
from typer.testing import CliRunner

from liandong.cli.main import build
from services.casework.papers.registry import PAPERS

NOW = ["--at", "2026-10-08T09:00:00+08:00"]


@pytest.fixture
def ask():
    def run(*words: str):
        return CliRunner().invoke(build(), ["paper", *words])

    return run


@pytest.fixture
def form(ask, tmp_path):
    path = tmp_path / "form.json"
    path.write_text(ask("example", "filing_notice").output)
    return path


def test_all_kinds_are_listed_with_title_and_basis(ask):
    listed = ask("kinds").output.splitlines()

    assert [line.split()[0] for line in listed] == list(PAPERS)
    assert "案件移送书" in ask("kinds").output
    assert "[853号 10]" in ask("kinds").output


def test_an_example_is_written_as_file_with_its_hash(ask, form, tmp_path):
    told = ask(
        "render",
        str(form),
        "--kind",
        "filing_notice",
        "--out",
        str(tmp_path),
        "--format",
        "docx",
        *NOW,
    )

    name = "form.filing_notice.docx"
    line = f"{hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()}  {name}"
    assert told.output.splitlines() == [line]
    assert (tmp_path / "form.filing_notice.sha256").read_text() == f"{line}\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--kind", "invoice"], "没有编号为“invoice”的文书种类"),
        (["--kind", "filing_notice", "--format", "odt"], "没有格式“odt”"),
        (["--kind", "filing_notice", "--at", "2026-10-08"], "应为带时区的时间"),
    ],
)
def test_a_wrong_option_is_named(ask, form, words, told):
    asked = ask("render", str(form), *words)

    assert asked.exit_code == 1
    assert told in asked.output


def test_wrong_fields_and_broken_files_are_named(ask, form):
    form.write_bytes(orjson.dumps({"office": "某某局", "chrage": "某某"}))
    faults = ask("render", str(form), "--kind", "filing_notice").output
    form.write_text("{")
    broken = ask("render", str(form), "--kind", "filing_notice").output
    form.unlink()
    gone = ask("render", str(form), "--kind", "filing_notice").output

    assert "chrage：没有这个字段" in faults
    assert "charge：必填，未提供" in faults
    assert "不是有效的 JSON" in broken
    assert "读不到文件" in gone


def test_a_service_at_rest_loads_no_library_of_papers():
    code = (
        "import sys; import services.public_security.service, services.environment.service;"
        "print({'fpdf', 'docx', 'fontTools', 'PIL'} & set(sys.modules))"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "set()"
