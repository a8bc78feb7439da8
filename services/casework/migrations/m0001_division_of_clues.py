"""Received clues get the division of the office that handles them."""

from shared.operations.migrations import Migration, Phase, with_division

MIGRATION = Migration(
    "casework-0001-division-of-clues",
    "收到的线索：补记办理机关所在区划",
    Phase.EXPAND,
    "clues",
    with_division,
)
