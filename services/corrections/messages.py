"""A department corrects, revokes or voids an act that it published; all who rely on it learn so."""

from enum import StrEnum
from typing import Annotated, Any

from shared.messages import Example, Title, command, event
from shared.vocabulary import County, Day, Id, LongText, Name


class CorrectionKind(StrEnum):
    """What becomes of an act [行政许可法 69; code.456]."""

    CORRECTED = "更正"
    REVOKED = "撤销"
    VOID = "确认无效"


@command("更正、撤销或确认无效")
class CorrectAct:
    """Correct a published act of this department, by decision of its head [行政许可法 69].

    `event_id` is the id of the act's event, or of the correction that is itself to be undone. A
    revoked act (撤销) has no effect from `effective_on`; one that was wrong (更正) or void
    (确认无效) has had none from the beginning. Only a wrong one has a `replacement`: the data of
    the event as it should have been.
    """

    event_id: Annotated[Id, Title("被更正行为的编号")]
    kind: Annotated[CorrectionKind, Title("处理方式"), Example("更正")]
    effective_on: Annotated[Day, Title("生效日期")]
    document_number: Annotated[Name, Title("文号"), Example("某环函〔2026〕某某号")]
    reason: Annotated[LongText, Title("理由"), Example("列入日期填写有误")]
    replacement: Annotated[
        dict[str, Any] | None,
        Title("更正后的内容", "data of the event as it should have been"),
        Example({"plot_code": "140728-0007", "removed_on": "2026-10-08"}),
    ] = None


@event("act.corrected", title="行为已更正、撤销或确认无效", subject="matter_id")
class ActCorrected:
    """An act that was published has other content, or no effect any more [行政许可法 69].

    Whoever folded it receives the standing that follows from it in an event of its own.
    """

    matter_id: Annotated[Id, Title("事项编号", "key of what the act is about")]
    event_id: Annotated[Id, Title("被更正行为的编号")]
    event_type: Annotated[
        Name, Title("被更正行为的类型"), Example("cn.liandong.environment.plot.suspected.v1")
    ]
    kind: Annotated[CorrectionKind, Title("处理方式"), Example("更正")]
    county: County
    effective_on: Annotated[Day, Title("生效日期")]
    document_number: Annotated[Name, Title("文号"), Example("某环函〔2026〕某某号")]
    is_undone: Annotated[bool, Title("撤回此前的更正"), Example(False)] = False
