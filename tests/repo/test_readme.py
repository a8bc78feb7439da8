"""The documents are correct: their commands, links, names and tables match the code."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

import liandong
from liandong.cli.main import build
from shared.catalog.catalog import department_names, events, partner_names
from shared.messages.declare import meta_of
from shared.web.auth import Role

ROOT = Path(__file__).parents[2]
IGNORED = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()]
READMES = ("README.md", "README.zh-CN.md")
GLOSSARY = "docs/glossary.md"
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
FOLDERS = tuple(
    f"{folder.name}/" for folder in ROOT.iterdir() if folder.is_dir() and folder.name[0] != "."
)
# Split, so that this file does not contain the text it searches for. The image caches below /root.
FORBIDDEN = {
    "a path of somebody's machine": "/ro" + r"ot/(?!\.cache/pip)|/ho" + "me/|/wo" + "rk/",
    "the number of a ticket": r"\bissue" + r" #?\d",
    "the host of a registry": "|".join(
        (r"pypi\.o" + "rg", r"deb\.deb" + "ian", r"npmjs\.o" + "rg")
    ),
}


class Block(NamedTuple):
    language: str
    text: str


def tracked() -> list[Path]:
    """List the project's own files by .gitignore; an unpacked archive has no git."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not is_made(name)]
        found += [Path(folder) / name for name in files if not is_made(name)]
    return sorted(found)


def is_made(name: str) -> bool:
    return name == ".git" or any(fnmatch(name, pattern) for pattern in IGNORED)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    return [Block(*found) for found in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S)]


def prose(text: str) -> str:
    return re.sub(r"^```\w*\n.*?^```$", "", text, flags=re.M | re.S)


def spans(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", prose(text))


def shown(text: str) -> list[str]:
    """Return all a reader may type: code spans, and lines of shell blocks without comments."""
    shell = [block.text for block in blocks(text) if block.language == "sh"]
    lines = "\n".join(shell).replace("\\\n", " ").splitlines()
    return [*spans(text), *(line.partition(" #")[0] for line in lines)]


def uncommented(block: Block) -> Block:
    lines = [line.partition("#")[0].rstrip() for line in block.text.splitlines()]
    return Block(block.language, "\n".join(filter(None, lines)))


def rows(name: str) -> list[list[str]]:
    """Return the rows of all tables of a document, without headers and rulers."""
    lines = read(name).splitlines()
    ruled = {
        index for index, line in enumerate(lines) if re.fullmatch(r"[|\-: ]+", line.strip() or "x")
    }
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for index, line in enumerate(lines)
        if line.startswith("|") and not {index, index + 1} & ruled
    ]


DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]
Document = tuple[str, str]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """Return name and text of each document."""
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in DOCUMENTS
    ]


@pytest.mark.parametrize("name", READMES)
def test_a_readme_opens_with_the_two_commands(name):
    lines = uncommented(blocks(read(name))[0]).text.splitlines()

    assert lines == ["make demo", "make test"]


def test_every_make_target_that_a_document_names_exists(documents):
    targets = set(re.findall(r"^([a-z0-9-]+):", read("Makefile"), re.M))

    called = re.compile(r"(?:^|[;&(] ?)(?:[A-Z]+=\S+ )?make ([a-z0-9-]+)")
    named = {
        (name, target)
        for name, text in documents
        for line in shown(text)
        for target in called.findall(line)
    }

    assert named
    assert {(name, target) for name, target in named if target not in targets} == set()


def test_every_make_target_says_what_it_does():
    targets = set(re.findall(r"^([a-z0-9-]+):", read("Makefile"), re.M))

    explained = set(re.findall(r"^([a-z0-9-]+):.*  ## \S", read("Makefile"), re.M))

    assert targets == explained


def test_every_command_and_option_of_liandong_that_a_document_names_exists(documents):
    calls = [
        (name, called)
        for name, text in documents
        for line in shown(text)
        for called in re.findall(r"(?:^|/bin/|[\s(\"])liandong ([a-z][^|;)]*)", line)
    ]

    assert calls
    assert [(name, called, why) for name, called in calls if (why := fault_of(called))] == []


def fault_of(called: str) -> str:
    """Return the unknown part of a command; empty if every part exists."""
    try:
        command, words = find_command(called.split())
    except LookupError as error:
        return str(error)
    known = {option for param in command.params for option in param.opts} | {"--help"}
    return " ".join(word for word in words if word.startswith("--") and word not in known)


@cache
def whole_command() -> Any:
    return typer.main.get_command(build())


def find_command(words: list[str]) -> tuple[Any, list[str]]:
    command = whole_command()
    while hasattr(command, "commands") and words:
        if words[0].startswith("-"):  # an option of the group, with its value
            if words[0] not in {option for param in command.params for option in param.opts}:
                raise LookupError(f"there is no option {words[0]}")
            words = words[2:]
            continue
        if words[0] not in command.commands:
            raise LookupError(f"there is no `liandong {words[0]}`")
        command, words = command.commands[words[0]], words[1:]
    return command, words


def test_every_link_inside_the_project_leads_somewhere(documents):
    links = [
        (name, link.partition("#")[0])
        for name, text in documents
        for link in re.findall(r"\]\(([^)\s]+)\)", prose(text))
        if "://" not in link
    ]

    assert links
    lost = [
        (name, link) for name, link in links if not (ROOT / name).parent.joinpath(link).exists()
    ]
    assert lost == []


def test_every_file_and_folder_that_a_document_names_exists(documents):
    named = [(name, span) for name, text in documents for span in spans(text)]

    exact = [
        (name, span)
        for name, span in named
        if span.startswith(FOLDERS) and not re.search(r"[<>*… ]", span)
    ]
    assert exact
    assert [(name, span) for name, span in exact if not (ROOT / span).exists()] == []


def test_every_event_that_a_document_names_exists(documents):
    names = {meta_of(event).name for event in events()}
    things = {name.partition(".")[0] for name in names}

    spoken = {
        (name, span)
        for name, text in documents
        for span in spans(text)
        if re.fullmatch(r"[a-z_]+\.[a-z_]+", span) and span.partition(".")[0] in things
    }

    assert spoken
    assert {(name, span) for name, span in spoken if span not in names} == set()


def test_no_placeholder_is_left(documents):
    left = [(name, re.findall(r"\{\{\w+\}\}|TODO|FIXME", text)) for name, text in documents]

    assert left
    assert [(name, found) for name, found in left if found] == []


def test_both_readmes_have_the_same_shape():
    english, chinese = (read(name) for name in READMES)

    levels = [re.findall(r"^#+(?= )", prose(text), re.M) for text in (english, chinese)]
    kinds = [[block.language for block in blocks(text)] for text in (english, chinese)]
    tables = [[len(row) for row in rows(name)] for name in READMES]
    assert levels[0] == levels[1]
    assert kinds[0] == kinds[1]
    assert tables[0] == tables[1]


def test_both_readmes_show_the_same_code_and_name_the_same_things():
    english, chinese = (read(name) for name in READMES)

    code = [
        [uncommented(block) for block in blocks(text) if block.language in {"sh", "python"}]
        for text in (english, chinese)
    ]
    assert code[0] == code[1]
    assert set(spans(english)) ^ set(spans(chinese)) == set()
    assert links_of(english) ^ links_of(chinese) == {READMES[1], READMES[0]}


def links_of(text: str) -> set[str]:
    return set(re.findall(r"\]\(([^)\s]+)\)", prose(text)))


def first_program() -> str:
    """Return the shortest program of a partner."""
    found = [block.text for block in blocks(read("sdk/README.md")) if block.language == "python"]
    return found[0]


def test_the_example_of_the_sdk_is_the_one_that_the_package_shows():
    example = first_program()
    said = (liandong.__doc__ or "").partition("\n\n")[2]

    missing = set(said.splitlines()) - set(example.splitlines())

    assert missing == set()


def test_the_example_of_the_sdk_uses_only_what_the_package_has():
    tree = ast.parse(first_program())
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "ld"
    }
    assert used
    assert used <= set(liandong.__all__)


def test_the_glossary_names_everybody_and_every_thing_that_events_speak_of():
    told = set(spans(read(GLOSSARY)))

    things = {meta_of(event).name.partition(".")[0] for event in events()}
    assert {*department_names(), *partner_names()} - told == set()
    assert {f"Role.{role.name}" for role in Role} - told == set()
    assert things - {span.partition(".")[0] for span in told if "." in span} == set()


def test_the_glossary_has_one_row_for_a_chinese_term_and_it_is_chinese():
    terms = [row[0] for row in rows(GLOSSARY)]

    assert {term for term in terms if terms.count(term) > 1} == set()
    assert [term for term in terms if not re.search(r"[\u4e00-\u9fff]", term)] == []


def test_every_dependency_has_a_sentence_and_no_other_has_one():
    wanted = set(dependencies())

    given = {row[0] for row in rows("docs/dependencies.md")} - {"RabbitMQ", "MongoDB"}

    assert wanted - given == set(), "no sentence in docs/dependencies.md"
    assert given - wanted == set(), "a sentence for what nobody needs"


def dependencies() -> Iterator[str]:
    for name in ("pyproject.toml", "sdk/pyproject.toml"):
        project = tomllib.loads(read(name))["project"]
        extras = project.get("optional-dependencies", {}).values()
        for wanted in (
            *project["dependencies"],
            *(requirement for extra in extras for requirement in extra),
        ):
            yield re.split(r"[\[<>=~! ]", wanted)[0]


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in ADRS]

    assert numbers == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("path", ADRS, ids=lambda decision: decision.stem)
def test_a_decision_has_its_parts(path):
    text = path.read_text(encoding="utf-8")

    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert re.search(r"^Status: (proposed|accepted|superseded by \d+)$", text, re.M)
    assert re.search(r"^Date: 20\d\d-\d\d-\d\d$", text, re.M)
    assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 60


def test_no_file_tells_of_the_place_where_it_was_written():
    found = [
        f"{path.relative_to(ROOT)}: {what}: {match[0]}"
        for path in tracked()
        for what, pattern in FORBIDDEN.items()
        if (match := re.search(pattern, text_of(path)))
    ]

    assert found == []


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")
