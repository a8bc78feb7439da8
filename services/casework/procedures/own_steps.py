"""Find the move of a procedure that an own step makes, or the reason why there is none."""

from services.casework.procedures.procedure import CaseProcedure, Move, Position
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import Step
from shared.errors import ForbiddenError, RejectedError, WrongStateError
from shared.web import Role


def find_move(
    procedure: CaseProcedure,
    at: Position,
    step: Step,
    organ: Organ,
    *,
    role: Role | None = None,
    marking: CaseMark | None = None,
) -> Move:
    """Find the move that an organ makes by a step; errors state the fault in Chinese.

    `marking` chooses among moves of one step by the mark that they set; `role` is checked where it
    is known. `ForbiddenError` for a person who may not, `WrongStateError` for a step that does not
    fit now.
    """
    found = procedure.of(step)
    if not found:
        raise WrongStateError(procedure.absent.get(step) or _unknown(procedure, step))
    own = [move for move in found if move.organ is organ]
    if not own:
        owner = found[0].organ
        raise ForbiddenError(f"“{step}”应由{owner}办理，{organ}不能办理（{_bases(found)}）")
    wanted = [move for move in own if marking is None or marking in move.sets]
    fitting = [move for move in wanted if move.fits(at)]
    if not fitting:
        raise WrongStateError(why_not(wanted, at))
    allowed = [move for move in fitting if role is None or role in move.roles]
    if not allowed:
        raise ForbiddenError(f"“{step}”须由下列角色办理：{_roles(fitting)}（{_bases(fitting)}）")
    return allowed[0]


def may_record(
    procedure: CaseProcedure, at: Position, step: Step, organ: Organ, role: Role
) -> bool:
    """Return whether somebody may take a step now."""
    try:
        find_move(procedure, at, step, organ, role=role)
    except RejectedError:
        return False
    return True


def roles_of(procedure: CaseProcedure, step: Step, marking: CaseMark | None = None) -> list[Role]:
    """List who may take a step, for the routes: the table is the only source of roles."""
    found = [move for move in procedure.of(step) if marking is None or marking in move.sets]
    return sorted({role for move in found for role in move.roles})


def why_not(moves: list[Move], at: Position) -> str:
    """Explain why none of these moves fits: the state, a missing mark, or a mark that bars it.

    The explanation is that of the nearest move: one whose state fits rather than one whose state
    does not.
    """
    step = moves[0].step
    near = [move for move in moves if at.state in move.sources]
    if not near:
        states = "、".join(
            dict.fromkeys(state for candidate in moves for state in sorted(candidate.sources))
        )
        return f"当前为“{at.state}”，只有“{states}”时才能“{step}”（{_bases(moves)}）"
    move = near[0]
    if against := sorted(move.bars & at.marks):
        return f"已有“{'、'.join(against)}”，不能再“{step}”（{move.basis}）"
    missing = "、".join(sorted(move.needs - at.marks))
    return f"当前为“{at.state}”，但没有“{missing}”，不能“{step}”（{move.basis}）"


def _unknown(procedure: CaseProcedure, step: Step) -> str:
    return f"“{procedure.track}”程序中没有“{step}”这一步"


def _bases(moves: tuple[Move, ...] | list[Move]) -> str:
    return "；".join(dict.fromkeys(move.basis for move in moves))


def _roles(moves: list[Move]) -> str:
    return "、".join(sorted({role for move in moves for role in move.roles}))
