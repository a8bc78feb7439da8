"""Why an act on a failed message is refused, and what to do instead."""

from shared.errors import RejectedError, WrongStateError


class AlreadyResolvedError(RejectedError):
    """It failed once, but does so no more: it took effect, or somebody else dealt with it."""

    slug = "gone-meanwhile"
    title = "已不在失败清单"


class WaitsBehindError(WrongStateError):
    """It waits behind another event, which must be dealt with first."""

    slug = "waits-behind"
    title = "须先处置排在前面的事件"


class NotSignedError(WrongStateError):
    """Its signature does not verify, so nobody may answer for other content in its name."""

    slug = "not-signed"
    title = "签名未通过验证，不能修正内容"


class TooManyError(RejectedError):
    """More failed messages match than one snapshot holds."""

    slug = "too-many"
    title = "命中过多"
