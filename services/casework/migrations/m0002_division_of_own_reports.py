"""Reported clues get the division of the office that handles them."""

from shared.operations.migrations import Migration, Phase, with_division

MIGRATION = Migration(
    "casework-0002-division-of-own-reports",
    "本部门报告的线索：补记办理机关所在区划",
    Phase.EXPAND,
    "own_reports",
    with_division,
)
