"""A bulletin as a paper to print."""

from datetime import datetime

from services.coordination.bulletins.phrases import (
    BREACH_HEADS,
    HEADS,
    TITLES,
    BulletinJson,
    breach_cells,
    numbers_of,
    rule_tally_cells,
    title_of,
    verdict_of,
)
from shared.papers import Block, Heading, Paper, Sheet, TextBlock, listing

OFFICE = "coordination"


def paper_of(bulletin: BulletinJson) -> Paper:
    """Lay out a bulletin."""
    blocks: list[Block] = [
        TextBlock(verdict_of(bulletin)),
        listing((3.0, 2.0), ("指标", "数值"), numbers_of(bulletin)),
    ]
    if bulletin["rungs"]:
        tallies = list(map(rule_tally_cells, bulletin["rungs"]))
        blocks += [Heading("按事项"), listing((4.4, 1.4, 1.2, 1.6, 1.2), HEADS, tallies)]
    if bulletin["breaches"]:
        owed = list(map(breach_cells, bulletin["breaches"]))
        blocks += [Heading("逾期未办"), listing((3.0, 3.4, 1.8, 1.4, 1.8), BREACH_HEADS, owed)]
    sheet = Sheet(title_of(bulletin), tuple(blocks), office=TITLES[OFFICE], number="")
    return Paper(sheet, f"通报 {bulletin['name']}", datetime.fromisoformat(bulletin["made_at"]))
