"""Record materials, keep their contents, hand their originals over."""

from services.casework.materials.domain import KeptMaterial, hand_over, record, stored
from services.casework.materials.messages import HandOverMaterial, RecordMaterial
from shared.handling import Blob, UnitOfWork
from shared.web import Upload


def record_material(uow: UnitOfWork, command: RecordMaterial) -> KeptMaterial:
    """Record a material; its content may follow."""
    return uow.add(record(command, uow.cause.actor, uow.now, uow.today))


def store_content(uow: UnitOfWork, upload: Upload) -> KeptMaterial:
    """Keep the content of a recorded material; what was damaged here is made whole by it."""
    material = stored(uow.get(KeptMaterial, upload.sha256), upload.size, uow.now)
    kept = uow.find(Blob, upload.sha256)
    if kept is None or kept.content != upload.content:
        topics = kept.topics if kept else ()
        uow.save(Blob(upload.sha256, upload.content, upload.size, uow.now, topics))
    uow.save(material)
    return material


def hand_material_over(uow: UnitOfWork, command: HandOverMaterial) -> KeptMaterial:
    """Note that an original went into other hands."""
    material = hand_over(uow.get(KeptMaterial, command.sha256), command, uow.cause.actor, uow.now)
    uow.save(material)
    return material
