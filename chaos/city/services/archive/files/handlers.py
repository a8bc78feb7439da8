"""The archive's handlers of events about wells and sites."""

from dataclasses import replace

from services.archive.files.domain import File, FileChapter
from services.event_history import chapter_key, digest_of, stumble
from services.housing.sites.messages import SiteClosed
from services.water.wells.messages import WellSealed
from shared.handling import UnitOfWork


def file_sealing(uow: UnitOfWork, event: WellSealed) -> None:
    """Record a sealing by the water bureau."""
    name = f"archive-{event.well_code}-{event.number}"
    stumble(name, event.stumble)
    _file(uow, f"water:{event.well_code}", event.number, event.note)


def file_closing(uow: UnitOfWork, event: SiteClosed) -> None:
    """Record a closing by the housing bureau."""
    _file(uow, f"housing:{event.well_code}", event.number, event.note)


def _file(uow: UnitOfWork, subject: str, number: int, note: str) -> None:
    kept = uow.find(File, subject) or File(subject)
    key = chapter_key(subject, kept.heard)
    chapter = uow.find(FileChapter, key) or FileChapter(key)
    uow.save(replace(chapter, numbers=(*chapter.numbers, number)))
    uow.save(replace(kept, heard=kept.heard + 1, digest=digest_of(kept.digest, number, note)))
