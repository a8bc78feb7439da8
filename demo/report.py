"""The report of a run, in the terminal and as files."""

from pathlib import Path

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from demo.journal import DemoJournal, ExpectedEvent, FlowRecord, FlowRequest
from demo.report_html import page
from demo.report_markdown import markdown
from demo.subscribers import titles
from demo.summary import NextSteps, owed_reactions, verdict

REPORT_HTML, REPORT_MD = "report.html", "report.md"
COLUMNS = (("办理", 5), ("发布的事件", 5), ("因为", 2), ("在哪里生效（距办理）", 5))


def write(journal: DemoJournal, following: NextSteps, home: Path) -> tuple[Path, Path]:
    """Write the report to the demo's home; return the HTML and the Markdown file."""
    home.mkdir(parents=True, exist_ok=True)
    html, text = home / REPORT_HTML, home / REPORT_MD
    html.write_text(page(journal, following), encoding="utf-8")
    text.write_text(markdown(journal, following), encoding="utf-8")
    return html, text


def show(journal: DemoJournal, following: NextSteps, console: Console) -> None:
    """Print the report to the terminal."""
    for flow in journal.flows:
        _show_flow(flow, console)
    _show_owed(journal, console)
    _show_next(following, console)
    style = "bold red" if journal.missing() else "bold green"
    console.print(Text(verdict(journal), style=style))
    for sentence in journal.missing():
        console.print(Text(f"  缺：{sentence}", style="red"))


def _show_flow(flow: FlowRecord, console: Console) -> None:
    console.print()
    console.print(Text(flow.title, style="bold"))
    console.print(Text(f"依据：{flow.basis}", style="dim"))
    for record in flow.records:
        console.print(Text(f"真实记录：{record}", style="dim"))
    for made_up in flow.made_up:
        console.print(Text(f"演示虚构：{made_up}", style="yellow"))
    table = Table(
        *(Column(title, overflow="fold", ratio=share) for title, share in COLUMNS), expand=True
    )
    for act in flow.acts:
        _add_act(table, act)
    console.print(table)


def _add_act(table: Table, act: FlowRequest) -> None:
    name = Text(f"{titles()[act.department]}：{act.what}\n")
    name.append(f"{act.request.split()[0]} → {act.answer}，{act.ms:.0f} ms", style="dim")
    for state in act.states:
        mark = "✓" if state.ok else f"✗ 应为{state.wanted}："
        name.append(f"\n{mark} {state.what}：{state.found}", style="green" if state.ok else "red")
    if act.note:
        name.append(f"\n{act.note}", style="italic")
    first = act.facts[0] if act.facts else None
    table.add_row(name, *(_cells(act, first) if first else ("", "", "")))
    for fact in act.facts[1:]:
        table.add_row("", *_cells(act, fact))
    table.add_section()


def _cells(act: FlowRequest, fact: ExpectedEvent) -> tuple[Text, Text, Text]:
    if fact.published_at is None:
        return Text(f"✗ 没有等到：{fact.title}", style="red"), Text(""), Text("")
    what = Text(f"{titles()[fact.publisher]}：{fact.title}")
    effects = Text()
    for department, at in fact.effects.items():
        when = "✗ 未生效" if at is None else f"{act.since(at)} ms"
        effects.append(f"{titles()[department]} {when}\n", style="red" if at is None else "")
    effects.rstrip()
    return what, Text("受限，不入台账" if fact.restricted else fact.because), effects


def _show_owed(journal: DemoJournal, console: Console) -> None:
    console.print()
    console.print(Text("领导小组办公室台账：应有回应", style="bold"))
    table = Table("事项", "应回应部门", "应有", "已有", "最慢")
    for row in owed_reactions(journal):
        style = "" if row.answered == row.count else "red"
        cells = (row.title, row.owed_by, str(row.count), str(row.answered), row.slowest)
        table.add_row(*cells, style=style)
    console.print(table)


def _show_next(following: NextSteps, console: Console) -> None:
    console.print()
    console.print(Text("接口地址", style="bold"))
    for title, address in following.addresses:
        console.print(Text(f"  {address}  {title}"))
    console.print(Text(f"接下来可以试（另开一个终端，在 {following.folder} 中）", style="bold"))
    for what, command in following.commands:
        console.print(Text(f"# {what}", style="dim"))
        console.print(Text(command), soft_wrap=True)
