"""A basis id (依据), as rules cite it: `code.456`, `17号 9`, `参照17号 24`, `GB 36600 5.3.1`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

ANALOGY = "参照"
_ARTICLE = re.compile(
    r"(?:-[0-9]{4})?"  # the edition of a standard
    r"(?:[. ]*(?:第|任务)?(?P<article>[0-9]+(?:\.[0-9]+)*)条?(?P<part>(?:\([0-9]+\))*))?"
)


@dataclass(frozen=True, slots=True)
class Basis:
    """A text, an article of it, and where it matters the paragraph or item in brackets.

    `by_analogy` (参照) marks that the text does not bind here: no text does, and it is a model.
    """

    text: str
    article: str = ""
    part: str = ""
    by_analogy: bool = False

    def __str__(self) -> str:
        like = ANALOGY if self.by_analogy else ""
        if not self.article:
            return f"{like}{self.text}"
        dot = "." if self.text.isascii() and " " not in self.text else " "
        return f"{like}{self.text}{dot}{self.article}{self.part}"

    @property
    def whole_article(self) -> "Basis":
        """Return the article without paragraph or item."""
        return Basis(self.text, self.article)


def read_basis(written: str, names: Mapping[str, str]) -> Basis | None:
    """Read an id by the names of texts, in lower case, longest first; none if it is not one.

    >>> str(read_basis("CODE.456", {"code": "code"}))
    'code.456'
    """
    wanted = written.strip().replace("（", "(").replace("）", ")").strip("《》")
    like = wanted.startswith(ANALOGY)
    wanted = wanted.removeprefix(ANALOGY).strip()
    for name, text in names.items():
        if wanted.lower().startswith(name):
            rest = _ARTICLE.fullmatch(wanted[len(name) :].lstrip("》"))
            if rest is not None:
                return Basis(text, rest["article"] or "", rest["part"] or "", like)
    return None
