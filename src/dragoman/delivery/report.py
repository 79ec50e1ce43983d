"""Owns a brief as a document: Markdown, HTML or PDF, with numbered quotes and the figure of the timeline.

The same dossier and knowledge always give the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from dragoman.delivery.brief_markdown import brief_markdown
from dragoman.delivery.report_page import page_of
from dragoman.delivery.timeline import describe, timeline_of, timeline_svg
from dragoman.errors import FormatError
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import Dossier

FORMS = ("md", "html", "pdf")


def report(dossier: Dossier, form: str, *, knowledge: Knowledge | None = None) -> bytes:
    """A brief as a document.

    Args:
        dossier: the state of the process.
        form: `md`, `html` or `pdf`.
        knowledge: adds offices of persons and countries of places to the wording.

    Raises:
        FormatError: there is no such form, or it needs a package that is not installed.
    """
    if form == "md":
        return brief_markdown(dossier, knowledge=knowledge).encode("utf-8", "replace")
    if form == "html":
        return _html(dossier, knowledge).encode("utf-8", "replace")
    if form == "pdf":
        return _pdf(dossier, knowledge)
    raise FormatError(form, "is no form of a report", f"one of {', '.join(FORMS)}")


def _html(dossier: Dossier, knowledge: Knowledge | None) -> str:
    try:
        import jinja2
    except ImportError as error:
        raise _missing("HTML", "jinja2") from error
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_template("brief.html"))
    line = timeline_of(dossier)
    return template.render(
        page=page_of(dossier, knowledge=knowledge),
        figure=timeline_svg(dossier),
        figure_words=describe(line) if line else "",
    )


def _pdf(dossier: Dossier, knowledge: Knowledge | None) -> bytes:
    try:
        import typst
    except ImportError as error:
        raise _missing("PDF", "typst") from error
    line = timeline_of(dossier)
    # The template reads the page as data: no character of an article is ever read as markup.
    inputs = {
        "page": json.dumps(asdict(page_of(dossier, knowledge=knowledge)), ensure_ascii=False),
        "figure": timeline_svg(dossier) or "",
        "words": describe(line) if line else "",
    }
    # Fonts of the machine would make the bytes depend on it.
    made: Any = typst.compile(
        _template("brief.typ").encode(), format="pdf", sys_inputs=inputs, ignore_system_fonts=True
    )
    return bytes(made)


def _template(name: str) -> str:
    return (files("dragoman.delivery") / "templates" / name).read_text(encoding="utf-8")


def _missing(what: str, package: str) -> FormatError:
    return FormatError("report", f"writing {what} needs {package}", "it installed: pip install 'dragoman[documents]'")
