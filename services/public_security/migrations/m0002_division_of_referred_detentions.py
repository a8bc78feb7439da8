"""Transferred detentions get the division of the office that handles them."""

from shared.operations.migrations import Migration, Phase, with_division

MIGRATION = Migration(
    "public_security-0002-division-of-referred-detentions",
    "移送拘留案件：补记办理机关所在区划",
    Phase.EXPAND,
    "referred_detentions",
    with_division,
)
