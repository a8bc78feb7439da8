"""Error hierarchy, divided by what the caller should do: correct the request, or retry."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One invalid field: its path, such as `area.code`, and a Chinese sentence with the remedy."""

    field: str
    message: str


class PlatformError(Exception):
    """Base of all errors that the platform raises on purpose; `status` is the HTTP status."""

    status = 500
    slug = "error"
    title = "系统错误"


class RejectedError(PlatformError):
    """Permanent error: repeating the request cannot succeed; the sender must change it."""

    status = 409
    slug = "conflict"
    title = "无法办理"


class RetryableError(PlatformError):
    """Temporary error: the same request may succeed later."""

    status = 503
    slug = "unavailable"
    title = "暂时无法办理"


class InvalidInputError(RejectedError):
    """The input breaks its contract; `faults` names every invalid field."""

    status = 422
    slug = "invalid-input"
    title = "填报内容有误"

    def __init__(self, faults: tuple[FieldError, ...]) -> None:
        super().__init__("；".join(f"{fault.field}：{fault.message}" for fault in faults))
        self.faults = faults


class BrokenContractError(PlatformError):
    """An outgoing event breaks its own contract: a bug here, so the whole act is abandoned."""

    slug = "broken-contract"

    def __init__(self, kind: str, faults: tuple[FieldError, ...]) -> None:
        told = "；".join(f"{fault.field}：{fault.message}" for fault in faults)
        super().__init__(
            f"拟发布的事件 {kind} 不合契约（{told}），未办理任何事项。"
            "这是系统缺陷：请保留本提示并报告平台维护人员"
        )
        self.faults = faults


class NotFoundError(RejectedError):
    """No document of this kind has this key."""

    status = 404
    slug = "not-found"
    title = "查无此项"

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"没有编号为“{key}”的{kind}")
        self.kind = kind
        self.key = key


class WrongStateError(RejectedError):
    """The act is not allowed in the current state of the object."""

    slug = "wrong-state"
    title = "当前状态不允许该操作"


class NotYoursError(RejectedError):
    """An event that its publisher may send, but not about this matter or not at this step.

    A handler raises it instead of ignoring an event that it does not accept: the event is stored
    for an operator, and its publisher is notified.
    """

    slug = "not-yours"
    title = "不由该机关办理"


class AlreadyExistsError(RejectedError):
    """A document with this key already exists."""

    slug = "already-exists"
    title = "已存在"

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"编号为“{key}”的{kind}已存在，请核对编号")


class KeyReusedError(RejectedError):
    """An Idempotency-Key was reused for a different request."""

    status = 422
    slug = "idempotency-key-reused"
    title = "幂等键已用于另一请求"

    def __init__(self) -> None:
        super().__init__("同一个 Idempotency-Key 只能用于同一请求，请为新请求换一个键")


class UnauthenticatedError(RejectedError):
    """The token is missing, or no trusted issuer signed it."""

    status = 401
    slug = "unauthenticated"
    title = "身份未通过验证"


class ForbiddenError(RejectedError):
    """The token is valid, but does not permit this request."""

    status = 403
    slug = "forbidden"
    title = "无权办理"


class StoreUnavailableError(RetryableError):
    """The document store does not respond; a retry with the same Idempotency-Key is safe."""

    slug = "store-unavailable"

    def __init__(self) -> None:
        super().__init__("数据库暂时没有应答，请稍后用同一个 Idempotency-Key 重试，不会重复办理")


class SettingsError(Exception):
    """A setting is missing or wrong; the text names it and says how to correct it."""
