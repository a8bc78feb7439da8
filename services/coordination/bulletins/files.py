"""A bulletin in the requested format."""

from services.coordination.bulletins.html import page
from services.coordination.bulletins.markdown import markdown
from services.coordination.bulletins.paper import paper_of
from services.coordination.bulletins.phrases import BulletinJson
from shared.papers import Format, render


def render_bulletin(bulletin: BulletinJson, form: str) -> bytes:
    """Render a bulletin as md, html or pdf."""
    if form == "pdf":
        return render(paper_of(bulletin), Format.PDF).content
    return (page(bulletin) if form == "html" else markdown(bulletin)).encode()
