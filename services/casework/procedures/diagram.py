"""Render a table of moves as a state diagram (Mermaid), and as a table for people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum

from services.casework.procedures.procedure import CaseProcedure, Move

START, END = "[*]", "[*]"
HEAD = (
    "| 步骤 | 谁 | 角色 | 从 | 到 | 需有 | 不得有 | 依据 |",
    "|---|---|---|---|---|---|---|---|",
)


def diagram(procedure: CaseProcedure) -> str:
    """Render how the state moves; steps that do not change it are in the table only."""
    states: type[StrEnum] = type(procedure.first)
    lines = ["```mermaid", "stateDiagram-v2", "    direction TB"]
    lines += [f"    {state.name} : {state}" for state in states]
    lines.append(f"    {START} --> {procedure.first.name}")
    lines += [f"    {edge}" for edge in _edges(procedure)]
    lines += [f"    {state.name} --> {END}" for state in states if state in procedure.finals]
    return "\n".join([*lines, "```"])


def table(procedure: CaseProcedure) -> str:
    """Render every line of a procedure, in its order."""
    return "\n".join((*HEAD, *(_row(procedure, move) for move in procedure.moves)))


def _edges(procedure: CaseProcedure) -> Iterator[str]:
    steps: dict[tuple[str, str], list[str]] = defaultdict(list)
    for move in procedure.moves:
        for source in sorted(move.sources, key=list(type(procedure.first)).index):
            if move.target is not None:
                steps[source.name, move.target.name].append(f"{move.step}（{move.organ}）")
    for (start, end), labels in steps.items():
        yield f"{start} --> {end} : {'、'.join(dict.fromkeys(labels))}"


def _row(procedure: CaseProcedure, move: Move) -> str:
    order = list(type(procedure.first))
    sources = order if len(move.sources) == len(order) else sorted(move.sources, key=order.index)
    cells = (
        move.step,
        move.organ,
        _list(move.roles),
        "、".join(sources),
        move.target or "不变",
        _list(move.needs),
        _list(move.bars),
        move.basis,
    )
    return f"| {' | '.join(cells)} |"


def _list(words: Iterable[str]) -> str:
    return "、".join(sorted(words)) or "—"
