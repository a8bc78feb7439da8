"""The city takes a matter up from a county, or hands it to one; every change is published."""

from typing import Annotated

from shared.messages import Example, Title, command, event
from shared.vocabulary import County, Day, Division, Id, LongText, Name

MatterKind = Annotated[
    Name, Title("事项种类", "title of the kind of record, such as 地块"), Example("地块")
]
MatterId = Annotated[Id, Title("事项编号", "key of the record"), Example("140728-0007")]


@command("提级办理", by_city=True)
class TakeUpMatter:
    """Let the city's office handle a matter of a county [code.53]."""

    kind: MatterKind
    matter_id: MatterId
    reason: Annotated[LongText, Title("理由"), Example("跨县区污染，由市级统一办理")]
    document_number: Annotated[Name | None, Title("文号"), Example("某环函〔2026〕某某号")] = None


@command("交办", by_city=True)
class HandDownMatter:
    """Let the office of a county or zone handle a matter that the city handles [code.53]."""

    kind: MatterKind
    matter_id: MatterId
    to_division: Annotated[County, Title("承办机关所在区划"), Example("140728")]
    reason: Annotated[LongText, Title("理由"), Example("案情不复杂，由属地办理")]
    document_number: Annotated[Name | None, Title("文号"), Example("某环函〔2026〕某某号")] = None


@event("matter.taken_up", title="市级提级办理", subject="matter_id")
class MatterTakenUp:
    """The city's office of the publisher handles a matter from now on [code.53]."""

    matter_id: MatterId
    kind: MatterKind
    county: Annotated[Division, Title("事项所在区划"), Example("140728")]
    from_division: Annotated[Division, Title("原办理机关所在区划"), Example("140728")]
    to_division: Annotated[Division, Title("现办理机关所在区划"), Example("140700")]
    changed_on: Annotated[Day, Title("变更日期")]


@event("matter.handed_down", title="市级交办", subject="matter_id")
class MatterHandedDown:
    """The office of a county or zone handles a matter from now on [code.53]."""

    matter_id: MatterId
    kind: MatterKind
    county: Annotated[Division, Title("事项所在区划"), Example("140728")]
    from_division: Annotated[Division, Title("原办理机关所在区划"), Example("140700")]
    to_division: Annotated[Division, Title("现办理机关所在区划"), Example("140728")]
    changed_on: Annotated[Day, Title("变更日期")]
