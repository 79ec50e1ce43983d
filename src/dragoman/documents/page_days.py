"""Owns the day of publication that a page states of itself: in its metadata, its JSON-LD or its by-line.

A day in the story, in a reader's comment or in a teaser of another story is never the page's, and neither
is a copyright line's or a day of updating.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from dragoman.documents.days import full_days
from dragoman.documents.stated_days import StatedDay, first_of

# Names of metadata that mean the first publication, most trusted first; compared without marks.
_METADATA = (
    "articlepublishedtime", "ogarticlepublishedtime", "ogpublishedtime", "datepublished", "parselypubdate",
    "sailthrudate", "publishedtime", "publicationdate", "publishdate", "publisheddate", "pubdate", "rnewsdatepublished",
    "cxenseparserecspublishtime", "originalpublicationdate", "articleoriginalpublicationdate", "displaydate",
    "dcdateissued", "dctermsissued", "dcdatecreated", "dctermscreated", "dctermsdate", "dcdate",
    "citationpublicationdate", "citationdate", "articlecreated", "datecreated", "date",
)  # fmt: skip
_ENDINGS = ("postdate", "publishdate", "publisheddate", "publishedtime", "publicationdate", "pubdate", "datepublished")
_UTC = re.compile(r"\d(?:Z|[+-]00:?00)$")
_ARTICLE = re.compile(r"(?:article|posting|report|newsstory|review)$", re.IGNORECASE)
_WHOLE = frozenset({"webpage", "itempage"})
_OTHERS = re.compile(
    r"(?:^|[-_ ])(?:comments?|disqus|repl(?:y|ies)|related|recommend\w*|teasers?|more-(?:on|from|news|stories)|most-\w+"
    r"|trending|popular|latest|sidebar|rail|carousel|promo\w*|newsletter|footer|nav|menu|breaking|ticker|read-?more"
    r"|also|outbrain|taboola|widget|card-?list|recirc\w*)(?:$|[-_ ])",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset({"aside", "nav", "footer", "form", "template", "noscript", "dialog"})
_UPDATED = re.compile(r"\b(?:updat|modif|correct|revis|edit(?:ed|ion))", re.IGNORECASE)
_LINE_CLASS = re.compile(
    r"(?:by-?line|date-?line|pub(?:lish(?:ed)?)?-?(?:date|time|on)?|(?:post|entry|article|story|news)-?(?:date|time|meta|info)"
    r"|time-?stamp|date-?time|posted(?:-?on)?|^date$|[-_ ]date$|^date[-_ ]|[-_ ]meta$|^meta$)",
    re.IGNORECASE,
)
_LONGEST_LINE = 200  # characters of a by-line; what is longer is a sentence of the story
_PROSE_WORDS = 20
_MOST_BLOCKS, _LONGEST_JSON = 50, 1 << 20
_MOST_NODES = 2000  # of a JSON-LD block


def page_day(tree: Any, *, today: date | None = None) -> StatedDay:
    """The day of publication that a page states, or why what it states was not read.

    Args:
        tree: the page, as `lxml.html` parsed it.
        today: see `stated_day`.
    """
    line = first_of(_in_by_line(tree), today=today)
    problem = None
    for stated in (list(_in_json(tree)), _in_metadata(tree), list(_in_properties(tree))):
        found = first_of(stated, today=today)
        if found.day is not None:
            # A moment in UTC may be of the next day where the outlet is; its by-line has the outlet's own.
            near = line.day is not None and abs(line.day - found.day) == timedelta(days=1)
            return line if near and any(_UTC.search(one) for one in stated) else found
        problem = problem or found.problem
    return line if line.day is not None else StatedDay(None, problem or line.problem)


def _in_json(tree: Any) -> Iterator[str]:
    """The days of the articles that JSON-LD describes as the page itself; none where it describes several."""
    days: dict[str, list[str]] = {"article": [], "page": []}
    for script in tree.xpath("//script[contains(@type, 'ld+json')]")[:_MOST_BLOCKS]:
        text = script.text_content()
        if len(text) > _LONGEST_JSON:
            continue
        try:
            held = json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(held):
            kinds = [one for one in _listed(thing.get("@type")) if isinstance(one, str)]
            day = thing.get("datePublished")
            if isinstance(day, str) and any(_ARTICLE.search(one) for one in kinds):
                days["article"].append(day)
            elif isinstance(day, str) and any(one.casefold() in _WHOLE for one in kinds):
                days["page"].append(day)
    for stated in days.values():
        if len({one[:10] for one in stated}) == 1:
            yield stated[0]


def _things(held: Any) -> Iterator[Mapping[str, Any]]:
    """What a block describes: itself, its graph, and the main entity of a page; not what those contain."""
    waiting = [held]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting.extend(one[:_MOST_NODES])
        elif isinstance(one, dict):
            yield one
            waiting.extend(one[name] for name in ("@graph", "mainEntity") if isinstance(one.get(name), list | dict))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _in_metadata(tree: Any) -> list[str]:
    stated: dict[str, str] = {}
    for one in tree.iter("meta"):
        name = one.get("property") or one.get("name") or one.get("itemprop") or one.get("http-equiv") or ""
        short = re.sub(r"[^a-z]", "", name.lower())
        content = (one.get("content") or "").strip()
        if (
            content
            and (short in _METADATA or short.endswith(_ENDINGS))
            and not (one.get("itemprop") and _is_elsewhere(one))
        ):
            stated.setdefault(short, content)
    known = [stated.pop(name) for name in _METADATA if name in stated]
    return [*known, *(content for name, content in stated.items() if name.endswith(_ENDINGS))]


def _in_properties(tree: Any) -> Iterator[str]:
    for one in tree.xpath("//*[@itemprop='datePublished']"):
        if one.tag != "meta" and not _is_elsewhere(one) and not _is_prose(one):
            yield one.get("datetime") or one.get("content") or one.text_content()
            return


def _in_by_line(tree: Any) -> Iterator[str]:
    """The day that stands between the headline and the story, or right above the headline."""
    headline = _headline(tree)
    if headline is None:
        return
    for one in _head_of_story(headline):
        if _UPDATED.search(_line_of(one)) or _is_elsewhere(one) or _is_prose(one):
            continue
        if one.tag == "time" or _is_named_line(one):
            shown = one.text_content()
            stated = shown if any(full_days(shown[:_LONGEST_LINE])) else one.get("datetime") or shown
            if re.search(r"\d", stated) and len(stated) <= _LONGEST_LINE:
                yield stated


def _headline(tree: Any) -> Any:
    for one in tree.iter("h1"):
        if not _is_elsewhere(one) and one.text_content().strip():
            return one
    return None


def _head_of_story(headline: Any) -> Iterator[Any]:
    """The elements beside the headline in its block, and those after it up to the first paragraph of prose."""
    parent = headline.getparent()
    if parent is not None and parent.tag in ("header", "hgroup"):
        yield from (one for one in parent.iter("time", "span", "div", "p") if one is not headline)
    here = headline
    for one in headline.xpath("following::*")[:400]:
        if one.tag in ("p", "blockquote") and len(one.text_content().split()) >= _PROSE_WORDS:
            return
        if one.tag in ("h1", "h2", "article", "section") and one is not here and _is_elsewhere(one):
            continue
        if isinstance(one.tag, str):
            yield one


def _is_named_line(one: Any) -> bool:
    """Whether an element is called a by-line, a dateline or the like, and has no other such element inside."""
    named = any(_LINE_CLASS.search(part) for part in f"{one.get('class') or ''} {one.get('id') or ''}".split())
    return named and one.find(".//time") is None


def _line_of(one: Any) -> str:
    """The words of the line in which an element stands."""
    parent = one.getparent()
    whole = parent.text_content() if parent is not None else ""
    mine = one.text_content()
    return whole if len(whole) <= _LONGEST_LINE and len(whole.split()) < _PROSE_WORDS else mine


def _is_prose(one: Any) -> bool:
    """Whether an element stands in, or is, a paragraph of the story."""
    while one is not None and one.tag in ("time", "span", "a", "em", "strong", "b", "i", "p", "abbr", "font"):
        if len(one.text_content().split()) >= _PROSE_WORDS:
            return True
        if one.tag == "p":
            return bool(re.search(r"[a-z]{2,}[.!?]\s*$", one.text_content()))
        one = one.getparent()
    return False


def _is_elsewhere(one: Any) -> bool:
    """Whether an element belongs to comments, teasers, navigation or another part that is not the story."""
    while one is not None:
        if one.tag in _ELSEWHERE:
            return True
        names = f"{one.get('class') or ''} {one.get('id') or ''}"
        kind = one.get("itemtype") or ""
        if one.tag not in ("html", "body", "main", "article") and _OTHERS.search(names):
            return True
        if kind.rpartition("/")[2] in ("Comment", "UserComments", "ItemList", "WPFooter", "WPSideBar"):
            return True
        if one.tag in ("li", "article") and one.getparent() is not None and _is_list_of_stories(one):
            return True
        one = one.getparent()
    return False


def _is_list_of_stories(one: Any) -> bool:
    """Whether an element is one of several alike that each link to a story."""
    if one.find(".//h1") is not None:
        return False
    alike = [other for other in one.getparent() if other.tag == one.tag]
    return len(alike) > 1 and sum(other.find(".//a") is not None for other in alike) > 1
