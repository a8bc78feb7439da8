"""Record materials, store their contents, hand their originals over."""

from services.casework.materials.domain import KeptMaterial, hand_over, record, stored
from services.casework.materials.messages import HandOverMaterial, RecordMaterial
from shared.handling import Blob, UnitOfWork
from shared.web import Upload


def record_material(uow: UnitOfWork, command: RecordMaterial) -> KeptMaterial:
    """Record a material; its content may follow."""
    division = uow.division_in("")
    return uow.add(record(command, uow.cause.actor, uow.now, uow.today, division))


def store_content(uow: UnitOfWork, upload: Upload) -> KeptMaterial:
    """Store the content of a recorded material; this also repairs damaged content."""
    material = stored(uow.get(KeptMaterial, upload.sha256), upload.size, uow.now)
    kept = uow.find(Blob, upload.sha256)
    if kept is None or kept.content != upload.content:
        topics = kept.topics if kept else ()
        uow.save(Blob(upload.sha256, upload.content, upload.size, uow.now, topics))
    uow.save(material)
    return material


def hand_material_over(uow: UnitOfWork, command: HandOverMaterial) -> KeptMaterial:
    """Record that an original was handed over."""
    material = hand_over(uow.get(KeptMaterial, command.sha256), command, uow.cause.actor, uow.now)
    uow.save(material)
    return material
