"""The housing bureau's handler of sealed wells."""

from dataclasses import replace

from services.event_history import chapter_key, digest_of, stumble
from services.housing.sites.domain import Site, SiteChapter
from services.housing.sites.messages import SiteClosed
from services.water.wells.messages import WellSealed
from shared.handling import UnitOfWork

EVERY = 5


def note_sealing(uow: UnitOfWork, event: WellSealed) -> None:
    """Record a sealing; every fifth one of a well closes its site, which is published."""
    name = f"housing-{event.well_code}-{event.number}"
    stumble(name, event.stumble)
    site = uow.find(Site, event.well_code) or Site(event.well_code)
    key = chapter_key(event.well_code, site.heard)
    chapter = uow.find(SiteChapter, key) or SiteChapter(key)
    digest = digest_of(site.digest, event.number, event.note)
    uow.save(replace(chapter, numbers=(*chapter.numbers, event.number)))
    heard = replace(site, heard=site.heard + 1, digest=digest)
    if event.number % EVERY == 0:
        heard = replace(heard, closed=site.closed + 1)
        uow.emit(SiteClosed(event.well_code, heard.closed, event.note, event.number))
    uow.save(heard)
