"""A bulletin as Markdown."""

from collections.abc import Iterable, Iterator

from services.coordination.bulletins.phrases import (
    BREACH_HEADS,
    HEADS,
    BulletinJson,
    breach_cells,
    numbers_of,
    rule_tally_cells,
    title_of,
    verdict_of,
)

BAR = r"\|"


def markdown(bulletin: BulletinJson) -> str:
    """Render a bulletin."""
    return "\n".join(_lines(bulletin)) + "\n"


def _lines(bulletin: BulletinJson) -> Iterator[str]:
    yield from (f"# {title_of(bulletin)}", "", verdict_of(bulletin), "")
    yield from _table(("指标", "数值"), numbers_of(bulletin))
    if bulletin["rungs"]:
        yield from ("", "## 按事项", "")
        yield from _table(HEADS, map(rule_tally_cells, bulletin["rungs"]))
    if bulletin["cases"]:
        yield from ("", "## 在办案件所处环节", "")
        yield from _table(
            ("环节", "件数"), ((name, str(count)) for name, count in bulletin["cases"])
        )
    if bulletin["breaches"]:
        yield from ("", "## 逾期未办", "")
        yield from _table(BREACH_HEADS, map(breach_cells, bulletin["breaches"]))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    named = tuple(heads)
    yield f"| {' | '.join(named)} |"
    yield f"|{'---|' * len(named)}"
    for row in rows:
        cells = (cell.replace("|", BAR) for cell in row)
        yield f"| {' | '.join(cells)} |"
