"""The report as a self-contained HTML page."""

from collections.abc import Iterator
from html import escape

from demo.journal import DemoJournal, ExpectedEvent, FlowRecord, FlowRequest, local
from demo.subscribers import titles
from demo.summary import NextSteps, owed_reactions, verdict

STYLE = """
:root{color-scheme:light dark;--ink:#1d2430;--soft:#667085;--line:#e3e6eb;--good:#17733f;
--bad:#c0271d;--made:#8a5a00;--back:#fff;--card:#f7f8fa}
@media(prefers-color-scheme:dark){:root{--ink:#e6e8ec;--soft:#98a2b3;--line:#333a46;
--good:#5cc98a;--bad:#ff7b72;--made:#e0b050;--back:#14181f;--card:#1c222c}}
body{font:15px/1.55 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
color:var(--ink);background:var(--back);max-width:1180px;margin:2rem auto;padding:0 1.2rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:2.4rem 0 .4rem}
small,.soft{color:var(--soft)}.bad{color:var(--bad);font-weight:600}.good{color:var(--good)}
.made{color:var(--made)}.verdict{font-size:1.1rem;font-weight:600;margin:.6rem 0}
.notes{list-style:none;padding:0;margin:.3rem 0 .8rem;font-size:.86rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.88rem}
.flow{table-layout:fixed;min-width:880px}.flow td{overflow-wrap:anywhere}
th{text-align:left;color:var(--soft);font-weight:500}
th,td{padding:.4rem .7rem;vertical-align:top;border-bottom:1px solid var(--line)}
code,pre{font-family:ui-monospace,monospace}
code{font-size:.8rem;color:var(--soft)}
pre{background:var(--card);padding:.7rem .9rem;border-radius:6px;white-space:pre-wrap;
overflow-wrap:anywhere;font-size:.8rem}
"""


def page(journal: DemoJournal, following: NextSteps) -> str:
    """Return the report as HTML."""
    return "".join(_parts(journal, following))


def _parts(journal: DemoJournal, following: NextSteps) -> Iterator[str]:
    yield '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width"><title>联动演示报告</title>'
    yield f"<style>{STYLE}</style><h1>联动演示报告</h1>"
    missing = journal.missing()
    yield f'<p class="verdict {"bad" if missing else "good"}">{escape(verdict(journal))}</p>'
    yield from (f'<p class="bad">✗ {escape(sentence)}</p>' for sentence in missing)
    yield f"<small>{local(journal.began)}</small>"
    for flow in journal.flows:
        yield from _flow(flow)
    yield "<h2>领导小组办公室台账：应有回应</h2><div class=wide><table><tr>"
    yield "<th>事项<th>应回应部门<th>应有<th>已有<th>最慢</tr>"
    for row in owed_reactions(journal):
        tone = "good" if row.answered == row.count else "bad"
        cells = f"<td>{escape(row.title)}<td>{escape(row.owed_by)}<td>{row.count}"
        yield f'<tr>{cells}<td class="{tone}">{row.answered}<td class=ms>{row.slowest}</tr>'
    yield "</table></div><h2>接口地址</h2><table>"
    for title, address in following.addresses:
        yield f"<tr><td>{escape(title)}<td><code>{escape(address)}</code></tr>"
    yield f"</table><h2>接下来可以试（在 {escape(str(following.folder))} 中）</h2>"
    for what, command in following.commands:
        yield f"<p>{escape(what)}</p><pre>{escape(command)}</pre>"
    yield "</html>\n"


def _flow(flow: FlowRecord) -> Iterator[str]:
    yield f'<h2>{escape(flow.title)}</h2><ul class="notes"><li class=soft>依据：'
    yield f"{escape(flow.basis)}"
    yield from (f"<li>真实记录：{escape(record)}" for record in flow.records)
    yield from (f'<li class="made">演示虚构：{escape(word)}' for word in flow.made_up)
    yield "</ul><div class=wide><table class=flow><tr>"
    yield "<th style=width:31%>办理<th style=width:32%>发布的事件<th>因为"
    yield "<th style=width:23%>在哪里生效（距办理）</tr>"
    for act in flow.acts:
        yield from _act(act)
    yield "</table></div>"


def _act(act: FlowRequest) -> Iterator[str]:
    rows = max(1, len(act.facts))
    yield f"<tr><td rowspan={rows}><b>{escape(titles()[act.department])}</b>：{escape(act.what)}"
    yield f"<br><code>{escape(act.request)}</code> → {escape(act.answer)}，{act.ms:.0f} ms"
    for state in act.states:
        tone, mark = ("good", "✓") if state.ok else ("bad", f"✗ 应为 {state.wanted}；")
        yield f'<br><span class="{tone}">{escape(f"{mark} {state.what}：{state.found}")}</span>'
    if act.note:
        yield f"<br><small>{escape(act.note)}</small>"
    yield from ([_cells(act, act.facts[0])] if act.facts else ["<td><td><td>"])
    yield "</tr>"
    yield from (f"<tr>{_cells(act, fact)}</tr>" for fact in act.facts[1:])


def _cells(act: FlowRequest, fact: ExpectedEvent) -> str:
    if fact.published_at is None:
        return f'<td class="bad">✗ 没有等到：{escape(fact.title)}<td><td>'
    effects = "<br>".join(
        f'<span class="bad">{escape(titles()[name])} ✗ 未生效</span>'
        if at is None
        else f"{escape(titles()[name])} {act.since(at)} ms"
        for name, at in fact.effects.items()
    )
    because = "受限，不入台账" if fact.restricted else fact.because
    what = f"{escape(titles()[fact.publisher])}：{escape(fact.title)}"
    return (
        f"<td>{what}<br><code>{escape(fact.type)}</code><td>{escape(because)}<td class=ms>{effects}"
    )
