"""The report as Markdown."""

from collections.abc import Iterator

from demo.journal import DemoJournal, ExpectedEvent, FlowRecord, FlowRequest, local
from demo.subscribers import titles
from demo.summary import NextSteps, owed_reactions, verdict


def markdown(journal: DemoJournal, following: NextSteps) -> str:
    """Return the report as Markdown."""
    return "\n".join(_lines(journal, following)) + "\n"


def _lines(journal: DemoJournal, following: NextSteps) -> Iterator[str]:
    yield from (
        "# 联动演示报告",
        "",
        local(journal.began),
        "",
    )
    yield from (f"**{verdict(journal)}**", "")
    for sentence in journal.missing():
        yield f"- ❌ {sentence}"
    for flow in journal.flows:
        yield from _flow(flow)
    yield from ("", "## 领导小组办公室台账：应有回应", "")
    yield from ("| 事项 | 应回应部门 | 应有 | 已有 | 最慢 |", "|---|---|---|---|---|")
    for row in owed_reactions(journal):
        yield f"| {row.title} | {row.owed_by} | {row.count} | {row.answered} | {row.slowest} |"
    yield from ("", "## 接口地址", "")
    for title, address in following.addresses:
        yield f"- {title}：{address}"
    yield from ("", f"## 接下来可以试（在 {following.folder} 中）", "")
    for what, command in following.commands:
        yield from (f"{what}：", "", "```sh", command, "```", "")


def _flow(flow: FlowRecord) -> Iterator[str]:
    yield from ("", f"## {flow.title}", "", f"依据：{flow.basis}", "")
    for record in flow.records:
        yield f"- 真实记录：{record}"
    for made_up in flow.made_up:
        yield f"- 演示虚构：{made_up}"
    yield from ("", "| 办理 | 发布的事件 | 因为 | 在哪里生效（距办理） |", "|---|---|---|---|")
    for act in flow.acts:
        first = _cells(act, act.facts[0]) if act.facts else " | | "
        yield f"| {_act(act)} | {first} |"
        for fact in act.facts[1:]:
            yield f"| | {_cells(act, fact)} |"


def _act(act: FlowRequest) -> str:
    parts = [
        f"{titles()[act.department]}：{act.what}",
        f"`{act.request}` → {act.answer}，{act.ms:.0f} ms",
        *(_state(state.what, state.found, state.wanted) for state in act.states),
        *([act.note] if act.note else []),
    ]
    return "<br>".join(parts)


def _state(what: str, found: str, wanted: str) -> str:
    return f"✓ {what}：{found}" if found == wanted else f"❌ {what}：{found}（应为 {wanted}）"


def _cells(act: FlowRequest, fact: ExpectedEvent) -> str:
    if fact.published_at is None:
        return f"❌ 没有等到：{fact.title} | | "
    effects = "<br>".join(
        f"{titles()[name]} {'❌ 未生效' if at is None else f'{act.since(at)} ms'}"
        for name, at in fact.effects.items()
    )
    because = "受限，不入台账" if fact.restricted else fact.because
    return f"{titles()[fact.publisher]}：{fact.title}<br>`{fact.type}` | {because} | {effects}"
