"""What the registry cannot answer, in Chinese, each with its remedy."""


class LawError(ValueError):
    """A question about the law that cannot be answered; the text says what to change."""


class UnknownBasisError(LawError):
    """No text or no article of this id is kept."""

    def __init__(self, asked: str, near: str) -> None:
        super().__init__(f"没有依据“{asked}”；{near}全部依据见 liandong law list")


class JudgedBeforeActError(LawError):
    """Nobody judges an act that is still to come."""

    def __init__(self) -> None:
        super().__init__("处理日期早于行为日期；请核对两个日期")
