"""Render papers in a subprocess: a PDF takes seconds, and the service must not block."""

import pickle
import subprocess
import sys

from shared.papers.errors import FontMissingError, GlyphMissingError
from shared.papers.fonts.files import configure_fonts, configured_fonts
from shared.papers.model import Paper
from shared.papers.rendering import Format, Rendered, render

LONGEST_S = 120.0


def render_apart(paper: Paper, form: Format) -> Rendered:
    """Render a paper as `render` does, with its errors, without blocking this process."""
    told = pickle.dumps((paper, form, configured_fonts()))
    done = subprocess.run(
        [sys.executable, "-m", "shared.papers.subprocess_render"],
        input=told,
        stdout=subprocess.PIPE,
        check=True,
        timeout=LONGEST_S,
    )
    found = pickle.loads(done.stdout)  # noqa: S301  written by our own child process
    if isinstance(found, Rendered):
        return found
    kind, words = found
    error: Exception = kind.__new__(kind)
    Exception.__init__(error, words)
    raise error


def main() -> None:
    """Read a paper from stdin, write the result to stdout."""
    paper, form, fonts = pickle.load(sys.stdin.buffer)  # noqa: S301  written by our own parent
    configure_fonts(*fonts)
    found: Rendered | tuple[type[Exception], str]
    try:
        found = render(paper, form)
    except (FontMissingError, GlyphMissingError) as error:
        found = type(error), str(error)
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    main()
