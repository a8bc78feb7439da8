"""The content that the terminal, HTML and Markdown reports share."""

import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from demo.flows import land_use, listing
from demo.journal import DemoJournal
from demo.subscribers import titles


@dataclass(frozen=True, slots=True)
class OwedReactions:
    """One kind of owed reaction: the number due and the number answered."""

    title: str
    owed_by: str
    count: int
    answered: int
    slowest: str


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The addresses of the APIs and example commands for the reader."""

    folder: Path
    addresses: tuple[tuple[str, str], ...]
    commands: tuple[tuple[str, str], ...]


def verdict(journal: DemoJournal) -> str:
    """Return the result of the run in one sentence."""
    acts = [act for flow in journal.flows for act in flow.acts]
    facts = [fact for act in acts for fact in act.facts]
    effects = sum(len(fact.effects) - len(fact.missing) for fact in facts)
    counted = f"{len(acts)} 次办理，{len(facts)} 个事件，{effects} 处生效，{journal.took_s:.1f} 秒"
    if missing := journal.missing():
        return f"有 {len(missing)} 项未到（{counted}）。"
    return f"所有应有的回应均已到达（{counted}）。"


def owed_reactions(journal: DemoJournal) -> list[OwedReactions]:
    """Count the obligations of the coordination office by kind."""
    kinds: dict[tuple[str, str], list[dict[str, str]]] = {}
    for reaction in journal.reactions:
        kinds.setdefault((reaction["act_title"], reaction["owner"]), []).append(reaction)
    return [
        _owed(title, titles()[owed_by], found) for (title, owed_by), found in sorted(kinds.items())
    ]


def next_steps(
    journal: DemoJournal, addresses: Mapping[str, str], home: Path, folder: Path
) -> NextSteps:
    """Return the addresses of the APIs and three commands that work while the platform runs."""
    names = titles()
    listed = tuple((names[name], address) for name, address in sorted(addresses.items()))
    place, polluted = listing.place(), land_use.polluted_place()
    body = (
        f'{{"parcel_code":"{polluted.parcel_code}","procedure":"供应","applicant":"某某申请单位",'
        '"wanted_use":{"scheme":"planning-2023","code":"0701"}}'
    )
    ask = _call(home)
    ledger = f"/v1/ledger?correlation={_a_correlation(journal)}"
    return NextSteps(
        folder,
        listed,
        (
            (
                "已移出名录的地块在“一张图”上还须遵守什么",
                f"{ask} natural_resources /v1/holds/{place.plot_code}",
            ),
            (
                "在超标地块上申请供应，看它被拒绝；再执行一次，得到同一答复",
                f"{ask} natural_resources /v1/applications --key try-1 --body {shlex.quote(body)}",
            ),
            (
                "办公室台账中排污许可终止引起的全部事件",
                f"{ask} coordination {shlex.quote(ledger)}",
            ),
        ),
    )


def _owed(title: str, owed_by: str, found: list[dict[str, str]]) -> OwedReactions:
    answered = [reaction for reaction in found if reaction["ended_at"] is not None]
    times = [
        _moment(reaction["ended_at"]) - _moment(reaction["started_at"]) for reaction in answered
    ]
    slowest = f"{max(times) / timedelta(milliseconds=1):.0f} ms" if times else "—"
    return OwedReactions(title, owed_by, len(found), len(answered), slowest)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _a_correlation(journal: DemoJournal) -> str:
    acts = (act for flow in journal.flows for act in flow.acts)
    return next((act.correlation for act in acts if act.correlation), "")


def _call(home: Path) -> str:
    program = Path(sys.executable).with_name("liandong")
    here = Path.cwd()
    liandong = shlex.quote(str(program.relative_to(here) if here in program.parents else program))
    return f"{liandong} call --home {shlex.quote(str(home))}"
