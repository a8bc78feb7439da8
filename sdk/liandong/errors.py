"""What can go wrong on the wire, and what to do about it."""


class LiandongError(Exception):
    """Root of all errors that the SDK raises on purpose."""


class Malformed(LiandongError):
    """Is no valid message and never will be; `reason` starts with the wrong attribute."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotJson(Malformed):
    """Is no JSON at all."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: not JSON ({why})")


class NotUtf8(Malformed):
    """Is written in another encoding, or begins with a byte order mark."""

    def __init__(self, where: str) -> None:
        super().__init__(f"{where}: not UTF-8 without a byte order mark (文件须为 UTF-8，不带 BOM)")


class TooDeep(Malformed):
    """Lists and objects lie in one another on too many levels."""

    def __init__(self, where: str, depth: int) -> None:
        super().__init__(f"{where}: nested on more than {depth} levels (嵌套超过 {depth} 层)")
        self.depth = depth


class DuplicateName(Malformed):
    """An object has two members of one `name`: readers would differ in which one counts."""

    def __init__(self, where: str, name: str) -> None:
        super().__init__(f"{where}: the name {name[:100]!r} stands twice in one object (字段重复)")
        self.name = name


class BadSignature(LiandongError):
    """Nobody trusted signed these bytes."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadKeyFile(LiandongError):
    """A key file or a trust list cannot be read; the text names the file and the entry."""


class CannotOpen(LiandongError):
    """A sealed event cannot be read here: it is for others, or is not what was sealed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoRecipientKey(LiandongError):
    """An event cannot be sealed: `department` has no public key that is in use."""

    def __init__(self, department: str) -> None:
        super().__init__(f"no sealing key of {department} is in use: complete sealing.json")
        self.department = department


class BrokerUnavailable(LiandongError):
    """The broker cannot be used now; `remedy` tells a person what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}. {remedy}")
        self.reason = reason
        self.remedy = remedy


class BadTlsFile(LiandongError):
    """A certificate, a key or a list of authorities cannot be used; `remedy` says what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}. {remedy}")
        self.reason = reason
        self.remedy = remedy


class BadAddress(LiandongError):
    """An address, or a file that it needs, is not as it must be; the text says what to do."""


class AccessRefused(BrokerUnavailable):
    """The broker is there, but does not let this user in, or not to this virtual host."""


class UnknownVhost(BrokerUnavailable):
    """The broker is there, but has no such virtual host."""


class TopologyMismatch(LiandongError):
    """An exchange or queue cannot be declared as described; `remedy` tells a person what to do."""

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        super().__init__(f"{name}: {reason}. {remedy}")
        self.name = name
        self.reason = reason
        self.remedy = remedy
