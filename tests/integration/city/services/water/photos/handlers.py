"""Keep photos."""

from services.water.photos.domain import Photo
from shared.handling.blob import Blob
from shared.handling.unit_of_work import UnitOfWork
from shared.web.upload import Upload


def keep(uow: UnitOfWork, upload: Upload) -> Photo:
    """Keep a photo."""
    photo = Photo(upload.sha256, upload.size)
    uow.save(photo, Blob(upload.sha256, upload.content, upload.size, uow.now))
    return photo
