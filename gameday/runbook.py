"""The commands of the runbooks, read from docs/runbooks."""

import re
from pathlib import Path

from gameday.errors import GamedayError

PAGES = Path(__file__).parents[1] / "docs" / "runbooks"
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(page: str, heading: str) -> list[str]:
    """Return the commands of a section, in order; `GamedayError` if the section is missing."""
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
    parts = HEADING.split(text)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    if heading not in sections:
        raise GamedayError(f"docs/runbooks/{page}.md has no section {heading}")
    blocks = BLOCK.findall(sections[heading])
    return [line for block in blocks for line in block.splitlines() if line]


def command(page: str, heading: str, begins: str) -> str:
    """Return the first command of a section that starts with `begins`; `GamedayError` if none."""
    for line in commands(page, heading):
        if line.startswith(begins):
            return line
    raise GamedayError(
        f"docs/runbooks/{page}.md#{heading.lower()} has no command {begins!r}: "
        "the exercise needs it, so does whoever is on duty"
    )


def filled(line: str, swap: dict[str, str]) -> str:
    """Replace the example words of a command, the keys of `swap`, by their values."""
    for word, meant in swap.items():
        line = line.replace(word, meant)
    return line
