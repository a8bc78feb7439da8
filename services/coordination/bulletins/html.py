"""A bulletin as one self-contained HTML page with an inline chart."""

from collections.abc import Iterable, Iterator
from html import escape

from services.coordination.bulletins.phrases import (
    BREACH_HEADS,
    HEADS,
    BulletinJson,
    breach_cells,
    numbers_of,
    rule_tally_cells,
    title_of,
    verdict_of,
)

STYLE = """
:root{color-scheme:light dark;--ink:#1d2430;--soft:#667085;--line:#e3e6eb;--good:#17733f;
--late:#c98a00;--bad:#c0271d;--back:#fff;--card:#f7f8fa}
@media(prefers-color-scheme:dark){:root{--ink:#e6e8ec;--soft:#98a2b3;--line:#333a46;
--good:#5cc98a;--late:#e0b050;--bad:#ff7b72;--back:#14181f;--card:#1c222c}}
body{font:15px/1.55 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
color:var(--ink);background:var(--back);max-width:960px;margin:2rem auto;padding:0 1.2rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .4rem}
.verdict{font-size:1.1rem;font-weight:600;margin:.6rem 0}.bad{color:var(--bad)}
.good{color:var(--good)}small{color:var(--soft)}
.cards{display:flex;flex-wrap:wrap;gap:.7rem;margin:1rem 0}
.cards div{background:var(--card);border-radius:8px;padding:.6rem 1rem;min-width:6.5rem}
.cards b{display:block;font-size:1.35rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th{text-align:left;color:var(--soft);font-weight:500}
th,td{padding:.4rem .7rem;vertical-align:top;border-bottom:1px solid var(--line)}
svg text{fill:var(--ink);font-size:13px}
@media print{body{margin:0}}
"""
WIDTH, ROW, LABEL = 900, 30, 300
TONES = (("in_time", "var(--good)"), ("late", "var(--late)"), ("overdue", "var(--bad)"))


def page(bulletin: BulletinJson) -> str:
    """Render a bulletin."""
    return "".join(_parts(bulletin))


def _parts(bulletin: BulletinJson) -> Iterator[str]:
    yield '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
    yield f'<meta name="viewport" content="width=device-width"><title>{escape(title_of(bulletin))}'
    yield f"</title><style>{STYLE}</style><h1>{escape(title_of(bulletin))}</h1>"
    tone = "bad" if bulletin["overdue"] else "good"
    yield f'<p class="verdict {tone}">{escape(verdict_of(bulletin))}'
    yield "</p><div class=cards>"
    yield from (f"<div><b>{value}</b>{name}</div>" for name, value in numbers_of(bulletin))
    yield f"</div>{chart(bulletin)}"
    yield from _section("按事项", HEADS, map(rule_tally_cells, bulletin["rungs"]))
    steps = ((name, str(count)) for name, count in bulletin["cases"])
    yield from _section("在办案件所处环节", ("环节", "件数"), steps)
    yield from _section("逾期未办", BREACH_HEADS, map(breach_cells, bulletin["breaches"]))
    yield "<p><small>绿色：按期办结；黄色：逾期办结；红色：仍逾期。"
    yield "仅统计流程期限，不含案情和姓名。</small></p></html>\n"


def chart(bulletin: BulletinJson) -> str:
    """Render one bar for each rule: in time, late, still owed."""
    tallies = [tally for tally in bulletin["rungs"] if tally["fulfilled"] or tally["overdue"]]
    if not tallies:
        return ""
    most = max(tally["fulfilled"] + tally["overdue"] for tally in tallies)
    bars = "".join(_bar(number, tally, most) for number, tally in enumerate(tallies))
    size = f'viewBox="0 0 {WIDTH} {ROW * len(tallies)}" width="100%"'
    return f'<h2>按期与逾期</h2><svg {size} role="img" aria-label="按期与逾期">{bars}</svg>'


def _bar(number: int, tally: BulletinJson, most: int) -> str:
    top, left, parts = number * ROW, float(LABEL), []
    counts = {**tally, "in_time": tally["fulfilled"] - tally["late"]}
    for name, tone in TONES:
        if counts[name]:
            wide = counts[name] / most * (WIDTH - LABEL - 60)
            size = f'x="{left:.1f}" y="{top + 6}" width="{wide:.1f}" height="18"'
            parts.append(f'<rect {size} rx="2" fill="{tone}"/>')
            left += wide
    total = tally["fulfilled"] + tally["overdue"]
    said = f'<text x="0" y="{top + 20}">{escape(tally["title"][:20])}</text>'
    return f'{said}{"".join(parts)}<text x="{left + 8:.1f}" y="{top + 20}">{total}</text>'


def _section(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    listed = list(rows)
    if not listed:
        return
    yield f"<h2>{title}</h2><table><tr>{''.join(f'<th>{name}' for name in heads)}</tr>"
    for row in listed:
        yield f"<tr>{''.join(f'<td>{escape(cell)}' for cell in row)}</tr>"
    yield "</table>"
