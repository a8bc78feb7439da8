"""The error tree, sorted by what a caller should do: reject, or retry."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: its path, as in `area.code`, and a Chinese sentence to act on."""

    field: str
    message: str


class PlatformError(Exception):
    """Root of all errors that the platform raises on purpose."""

    status = 500
    slug = "error"
    title = "系统错误"


class RejectedError(PlatformError):
    """Can never work as it is: tell the sender what to change."""

    status = 409
    slug = "conflict"
    title = "无法办理"


class RetryableError(PlatformError):
    """May work later without any change."""

    status = 503
    slug = "unavailable"
    title = "暂时无法办理"


class InvalidInputError(RejectedError):
    """Breaks its contract; names every wrong field."""

    status = 422
    slug = "invalid-input"
    title = "填报内容有误"

    def __init__(self, faults: tuple[FieldError, ...]) -> None:
        super().__init__("；".join(f"{fault.field}：{fault.message}" for fault in faults))
        self.faults = faults


class BrokenContractError(PlatformError):
    """What would be published breaks its own contract: a bug here, so nothing is done at all."""

    slug = "broken-contract"

    def __init__(self, kind: str, faults: tuple[FieldError, ...]) -> None:
        told = "；".join(f"{fault.field}：{fault.message}" for fault in faults)
        super().__init__(
            f"拟发布的事件 {kind} 不合契约（{told}），未办理任何事项。"
            "这是系统缺陷：请保留本提示并报告平台维护人员"
        )
        self.faults = faults


class NotFoundError(RejectedError):
    """No document of that kind has that key."""

    status = 404
    slug = "not-found"
    title = "查无此项"

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"没有编号为“{key}”的{kind}")
        self.kind = kind
        self.key = key


class WrongStateError(RejectedError):
    """The act does not fit the state that the thing is in."""

    slug = "wrong-state"
    title = "当前状态不允许该操作"


class NotYoursError(RejectedError):
    """An event that its publisher may send, but not about this matter or not at this step.

    A handler raises it instead of ignoring what it does not believe: the event is kept for a
    person, and its publisher is told.
    """

    slug = "not-yours"
    title = "不由该机关办理"


class AlreadyExistsError(RejectedError):
    """A thing with this key was recorded before."""

    slug = "already-exists"
    title = "已存在"

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"编号为“{key}”的{kind}已存在，请核对编号")


class KeyReusedError(RejectedError):
    """An Idempotency-Key came back with another request."""

    status = 422
    slug = "idempotency-key-reused"
    title = "幂等键已用于另一请求"

    def __init__(self) -> None:
        super().__init__("同一个 Idempotency-Key 只能用于同一请求，请为新请求换一个键")


class UnauthenticatedError(RejectedError):
    """No token, or one that nobody here trusts."""

    status = 401
    slug = "unauthenticated"
    title = "身份未通过验证"


class ForbiddenError(RejectedError):
    """The token is good, but not for this."""

    status = 403
    slug = "forbidden"
    title = "无权办理"


class StoreUnavailableError(RetryableError):
    """The document store does not answer; nothing was done, or the key tells what was."""

    slug = "store-unavailable"

    def __init__(self) -> None:
        super().__init__("数据库暂时没有应答，请稍后用同一个 Idempotency-Key 重试，不会重复办理")


class SettingsError(Exception):
    """A setting is missing or wrong; the text names it and says what to do."""
