"""Look up a basis id: its text, its article, and the articles that replaced it."""

from difflib import get_close_matches
from functools import cache

from services.law.basis import ANALOGY, Basis, read_basis
from services.law.errors import UnknownBasisError
from services.law.texts import Article, LegalText, articles, successions, texts


def find(written: str) -> Basis:
    """Read a basis id whose text and article are recorded.

    A text may be named by id, number, title or short title. Raises `UnknownBasisError` with what
    comes near.
    """
    basis = read_basis(written, _names())
    if basis is None:
        raise UnknownBasisError(written, _near(written))
    if basis.article and not is_recorded(basis):
        raise UnknownBasisError(written, f"本库有《{text_of(basis).short_zh}》，但未录该条；")
    return basis


def is_recorded(basis: Basis) -> bool:
    """Return whether an article is recorded, even by its number alone."""
    return (basis.text, basis.article) in articles() or str(basis.whole_article) in _mapped()


def text_of(basis: Basis) -> LegalText:
    """Return the text of a basis."""
    return texts()[basis.text]


def article_of(basis: Basis) -> Article | None:
    """Return the record of the article; None where only its number is recorded."""
    return articles().get((basis.text, basis.article))


def successors_of(basis: Basis) -> tuple[Basis, ...]:
    """Return the articles that replaced an old one."""
    asked = str(basis.whole_article)
    return tuple(_basis(new) for old, new in successions() if old == asked)


def predecessors_of(basis: Basis) -> tuple[Basis, ...]:
    """Return the articles that a new one replaced."""
    asked = str(basis.whole_article)
    return tuple(_basis(old) for old, new in successions() if new == asked)


def words_of(basis: Basis) -> str:
    """Return the Chinese name of a basis, as on a paper: 生态环境法典第456条."""
    short = f"{ANALOGY if basis.by_analogy else ''}{text_of(basis).short_zh}"
    if not basis.article:
        return short
    return f"{short}任务{basis.article}" if basis.text == "plan" else f"{short}第{basis.article}条"


def name_of(basis: Basis) -> str:
    """Return the Chinese name of a basis, with its id: 生态环境法典第456条（code.456）."""
    return f"{words_of(basis)}（{basis}）"


@cache
def _names() -> dict[str, str]:
    named = {
        name.lower(): text.id
        for text in texts().values()
        for name in (text.short_zh, text.title_zh, text.number, text.id)
        if name
    }
    return dict(sorted(named.items(), key=lambda pair: -len(pair[0])))


@cache
def _mapped() -> frozenset[str]:
    return frozenset(basis for pair in successions() for basis in pair)


def _basis(written: str) -> Basis:
    text, _, article = written.partition(".")
    return Basis(text, article)


def _near(written: str) -> str:
    near = get_close_matches(written.lower(), _names(), n=3, cutoff=0.5)
    return f"相近的有：{'、'.join(near)}；" if near else ""
