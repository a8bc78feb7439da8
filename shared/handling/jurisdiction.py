"""Jurisdiction: which office of a department may see a document, and which may act on it.

An office is a department in one division: a county, a development zone, or the city. A document
lies in a county and is handled by the office of its division: that of the county, unless the city
took it up or handed it to another office [code.53; 17号 6; 310号 5; 853号 12].

- A county office sees and acts on what lies in its county or is handed to it.
- The city office sees everything that is not restricted, and acts on what it handles itself.
- A restricted document is shown to the office that handles it alone; a head of the city office may
  read it to supervise, with a stated purpose, which the read log records.
"""

from dataclasses import dataclass, replace
from typing import Any

from shared.errors import ForbiddenError
from shared.store.document import DocumentMeta, document_meta, key_of
from shared.store.pages import PageRequest
from shared.vocabulary.divisions import current, divisions

DIVISION = "division"


@dataclass(frozen=True, slots=True)
class Office:
    """The office of the person who sent a request.

    `supervises`: a head of the city office who stated a purpose. `by_law`: the law gives the act to
    the city office, wherever the land lies.
    """

    division: str
    city: str
    supervises: bool = False
    by_law: bool = False

    @property
    def is_city(self) -> bool:
        """Whether this is the office of the city as a whole."""
        return self.division == self.city

    def handles(self, document: Any) -> bool:
        """Return whether this office handles a document; true for one that lies nowhere."""
        return handling_division(document, self.city) in (None, self.division)

    def sees(self, document: Any) -> bool:
        """Return whether this office may see a document."""
        meta = document_meta(document)
        if not meta.placed or self.handles(document):
            return True
        if self.is_city:
            return self.supervises or not meta.restricted
        return not meta.restricted and _place(document, meta) == self.division

    def check_act(self, document: Any) -> None:
        """Raise `ForbiddenError` naming the competent office unless this one handles a document."""
        if not (self.handles(document) or (self.by_law and self.is_city)):
            raise ForbiddenError(_not_yours(document, self))

    def check_sight(self, document: Any) -> None:
        """Raise `ForbiddenError` naming the competent office unless this one sees a document."""
        if not self.sees(document):
            raise ForbiddenError(_not_yours(document, self))

    def check_new(self, document: Any) -> None:
        """Raise `ForbiddenError` unless this office may record a document of this place."""
        meta = document_meta(document)
        if not (self.is_city or not meta.placed or _place(document, meta) == self.division):
            raise ForbiddenError(_not_yours(document, self))

    def limit(self, kind: type[Any], page: PageRequest) -> PageRequest:
        """Limit a list to what this office sees; `ForbiddenError` if it asks for another's."""
        meta = document_meta(kind)
        if not meta.placed or (self.is_city and (self.supervises or not meta.restricted)):
            return page
        field = DIVISION if meta.restricted or page.wanted.get(DIVISION) else meta.placed
        asked = page.wanted.get(field, self.division)
        if asked != self.division:
            raise ForbiddenError(
                f"只能查看{named(self.division)}的{meta.title}；"
                f"{named(asked)}的请由其办理机关或市级查看"
            )
        return replace(page, wanted={**page.wanted, field: self.division})


def handling_division(document: Any, city: str) -> str | None:
    """Return the division whose office handles a document; None for one that lies nowhere.

    Documents of older releases without a place are the city's.
    """
    meta = document_meta(document)
    if not meta.placed:
        return None
    handled = str(getattr(document, DIVISION) or "") if meta.is_handed else ""
    return handled or _place(document, meta) or city


def named(division: str) -> str:
    """Return the name and code of a division for a sentence."""
    known = divisions().get(division)
    return f"{known.name}（{division}）" if known else division


def _place(document: Any, meta: DocumentMeta) -> str:
    return current(str(getattr(document, meta.placed) or ""))


def _not_yours(document: Any, office: Office) -> str:
    meta, competent = document_meta(document), handling_division(document, office.city)
    what = f"{meta.title}“{key_of(document)}”属{named(competent or office.city)}管辖"
    if competent == office.division:
        what = f"该地属{named(_place(document, meta))}管辖"
    if office.is_city and meta.restricted:
        remedy = (
            "限制性资料只供其办理机关查阅；市级负责人监督查阅须在 Liandong-Purpose 头中写明目的"
        )
    elif office.is_city:
        remedy = "请由其办理；确需市级办理的，由市级负责人先办理“提级办理”"
    else:
        remedy = f"本令牌属{named(office.division)}，不能查看或者办理"
    return f"{what}：{remedy}"
