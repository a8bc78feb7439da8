"""The errors of the SDK, with a remedy where an operator can act."""


class LiandongError(Exception):
    """The base class of all errors that the SDK raises deliberately."""


class Malformed(LiandongError):
    """The message is permanently invalid; `reason` starts with the name of the attribute."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotJson(Malformed):
    """The text is not JSON."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: not JSON ({why})")


class NotUtf8(Malformed):
    """The text is in another encoding, or begins with a byte order mark."""

    def __init__(self, where: str) -> None:
        super().__init__(f"{where}: not UTF-8 without a byte order mark (文件须为 UTF-8，不带 BOM)")


class TooDeep(Malformed):
    """Lists and objects are nested in more than `depth` levels."""

    def __init__(self, where: str, depth: int) -> None:
        super().__init__(f"{where}: nested on more than {depth} levels (嵌套超过 {depth} 层)")
        self.depth = depth


class DuplicateName(Malformed):
    """An object has two members called `name`: parsers differ in which one they keep."""

    def __init__(self, where: str, name: str) -> None:
        super().__init__(f"{where}: the name {name[:100]!r} stands twice in one object (字段重复)")
        self.name = name


class BadSignature(LiandongError):
    """The signature is missing, invalid, or not of a trusted key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadKeyFile(LiandongError):
    """A key file or a trust list is invalid or unreadable; the text names the file and entry."""


class CannotOpen(LiandongError):
    """A sealed event cannot be decrypted: no key here opens it, or it was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoRecipientKey(LiandongError):
    """An event cannot be sealed: `department` has no public key in use."""

    def __init__(self, department: str) -> None:
        super().__init__(f"no sealing key of {department} is in use: complete sealing.json")
        self.department = department


class BrokerUnavailable(LiandongError):
    """The broker cannot be used now; `remedy` advises the operator."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}. {remedy}")
        self.reason = reason
        self.remedy = remedy


class BadTlsFile(LiandongError):
    """A certificate, key or list of authorities cannot be used; `remedy` advises the operator."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}. {remedy}")
        self.reason = reason
        self.remedy = remedy


class BadAddress(LiandongError):
    """An address, or a file that it needs, is invalid; the text includes the remedy."""


class AccessRefused(BrokerUnavailable):
    """The broker refuses this user, or the user's access to this virtual host."""


class UnknownVhost(BrokerUnavailable):
    """The broker has no such virtual host."""


class TopologyMismatch(LiandongError):
    """An exchange or queue cannot be declared as described; `remedy` advises the operator."""

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        super().__init__(f"{name}: {reason}. {remedy}")
        self.name = name
        self.reason = reason
        self.remedy = remedy
