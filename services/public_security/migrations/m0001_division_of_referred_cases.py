"""Referred cases get the division of the office that handles them."""

from shared.operations.migrations import Migration, Phase, with_division

MIGRATION = Migration(
    "public_security-0001-division-of-referred-cases",
    "移送案件：补记办理机关所在区划",
    Phase.EXPAND,
    "referred_cases",
    with_division,
)
