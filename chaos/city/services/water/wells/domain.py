"""The document of a well, which counts its sealings."""

from shared.store import document


@document("wells", title="水井", key="code")
class Well:
    """A well; `told` is the number of its last published sealing."""

    code: str
    told: int = 0
