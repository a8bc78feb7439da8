"""Suspected crimes get the division of the office that handles them."""

from shared.operations.migrations import Migration, Phase, with_division

MIGRATION = Migration(
    "casework-0003-division-of-cases",
    "涉嫌犯罪案件：补记办理机关所在区划",
    Phase.EXPAND,
    "cases",
    with_division,
)
