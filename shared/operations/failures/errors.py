"""Reasons for refusing an action on a failed message."""

from shared.errors import RejectedError, WrongStateError


class AlreadyResolvedError(RejectedError):
    """The message no longer fails: it took effect, or another operator handled it."""

    slug = "gone-meanwhile"
    title = "已不在失败清单"


class WaitsBehindError(WrongStateError):
    """The event waits behind another one, which must be handled first."""

    slug = "waits-behind"
    title = "须先处置排在前面的事件"


class NotSignedError(WrongStateError):
    """The signature does not verify, so the content must not be edited in the publisher's name."""

    slug = "not-signed"
    title = "签名未通过验证，不能修正内容"


class TooManyError(RejectedError):
    """More failed messages match than one snapshot holds."""

    slug = "too-many"
    title = "命中过多"
