"""Cases for detention get the division of the office that handles them."""

from shared.operations.migrations import Migration, Phase, with_division

MIGRATION = Migration(
    "casework-0004-division-of-detentions",
    "移送拘留案件：补记办理机关所在区划",
    Phase.EXPAND,
    "detentions",
    with_division,
)
