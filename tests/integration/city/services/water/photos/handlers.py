"""Handler of photo uploads."""

from services.water.photos.domain import Photo
from shared.handling import Blob, UnitOfWork
from shared.web import Upload


def keep(uow: UnitOfWork, upload: Upload) -> Photo:
    """Store a photo."""
    photo = Photo(upload.sha256, upload.size)
    uow.save(photo, Blob(upload.sha256, upload.content, upload.size, uow.now))
    return photo
