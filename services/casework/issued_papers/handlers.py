"""Record an issued paper of a case with the hash of its bytes."""

from services.casework.issued_papers.domain import HashedPaper, IssuedPaper, issued_paper
from services.casework.issued_papers.messages import IssuePaper
from shared.handling import UnitOfWork


def note_paper(uow: UnitOfWork, command: IssuePaper, made: HashedPaper) -> IssuedPaper:
    """Store an issued paper."""
    return uow.add(
        issued_paper(
            made,
            paper_id=uow.new_id(),
            case_id=command.case_id,
            kind=command.kind,
            number=command.number,
            by=uow.cause.actor,
        )
    )
