"""Errors of the registry in Chinese, each with its remedy."""


class LawError(ValueError):
    """A question about the law that cannot be answered; the message includes the remedy."""


class UnknownBasisError(LawError):
    """No text or no article of this id is recorded."""

    def __init__(self, asked: str, near: str) -> None:
        super().__init__(f"没有依据“{asked}”；{near}全部依据见 liandong law list")


class JudgedBeforeActError(LawError):
    """An act cannot be judged before it is done."""

    def __init__(self) -> None:
        super().__init__("处理日期早于行为日期；请核对两个日期")
