"""A page's day is the one that it states of itself, and never one of its story, its readers or its neighbours."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.documents.extract import NO_DATE, Told, document_of
from dragoman.sources.files import Item

STORY = (
    "<p>Negotiators for both armies sat down in Nairobi this morning for the first time since winter, hosts said.</p>"
    "<p>They want to agree on a list of prisoners before the rains begin and to open two roads for convoys.</p>"
    "<p>A second meeting will follow on Wednesday, and monitors of three neighbouring states will be there too.</p>"
)


def page(*, head: str = "", above: str = "", line: str = "", inside: str = "", below: str = "") -> Item:
    body = (
        f"<html><head><title>Armies meet in Nairobi</title>{head}</head><body>{above}<main><article>"
        f"<h1>Armies meet in Nairobi</h1>{line}{STORY}{inside}</article>{below}</main>"
        "<footer>© 2019 Post</footer></body></html>"
    )
    return Item("a.html", body.encode(), ".html")


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def graph(kind: str, day: str) -> str:
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "Organization"}, '
        f'{{"@type": "{kind}", "datePublished": "{day}", '
        '"comment": [{"@type": "Comment", "datePublished": "2025-02-11"}]}]}</script>'
    )


@pytest.mark.parametrize(
    "item",
    [
        page(head=meta("article:published_time", "2025-02-03T23:40:00-05:00")),
        page(head='<meta name="DC.date.issued" content="February 3, 2025">'),
        page(head='<meta itemprop="datePublished" content="2025-02-03">'),
        page(head=graph("NewsArticle", "2025-02-03T09:00:00+03:00")),
        page(head=graph("WebPage", "2025-02-03")),
        page(line='<p class="byline">By Ruth Wanjiru</p><time datetime="2025-02-03T08:00">3 Feb</time>'),
        page(line='<div class="article-meta">Published <span class="pub-date">Monday, 3 February 2025</span></div>'),
        page(line="<p>By Ruth Wanjiru, 3 February 2025</p>"),
        page(
            head=meta("article:published_time", "2025-02-04T02:10:00Z"),
            line='<span class="dateline">February 3, 2025, 9:10 p.m.</span>',
        ),
    ],
)
def test_what_a_page_states_of_itself(item: Item) -> None:
    assert document_of(item).published == date(2025, 2, 3)


OTHER = '<time datetime="2025-02-20">20 February 2025</time>'


@pytest.mark.parametrize(
    "item",
    [
        page(below=f'<section class="comments"><div class="comment">{OTHER}<p>Nonsense!</p></div></section>'),
        page(below='<div id="disqus_thread"><div><span class="date">20 February 2025</span></div></div>'),
        page(above=f'<aside><ul><li><a href="/x">{OTHER} Port closed</a></li></ul></aside>'),
        page(above='<div class="related-stories"><div class="post-date">20 Feb 2025</div><a href="/x">Port</a></div>'),
        page(line=f'<ul><li><a href="/x">Port closed</a> {OTHER}</li><li><a href="/y">Bridge</a> {OTHER}</li></ul>'),
        page(inside=f"<p>The siege began on {OTHER} when the road was cut by the army and by its allies.</p>"),
        page(line=f'<p>The siege, which began on {OTHER}, goes on.</p>'),
        page(line=f'<p class="updated">Last updated {OTHER}</p>'),
        page(head=meta("article:modified_time", "2025-02-20T10:00:00Z")),
        page(head=graph("Comment", "2025-02-20")),
        page(head=graph("NewsArticle", "2025-02-20") + graph("NewsArticle", "2025-02-13")),
        page(below="<p>Copyright 20 February 2025</p>"),
    ],
)  # fmt: skip
def test_what_is_no_day_of_the_page(item: Item) -> None:
    document = document_of(item)
    assert document.published is None
    assert NO_DATE in document.warnings


@pytest.mark.parametrize("content", ["02/03/2025", "9999-12-31", "0001-01-01"])
def test_a_day_that_cannot_be_taken_is_named_and_another_may_be(content: str) -> None:
    document = document_of(page(head=meta("date", content)))
    assert document.published is None
    assert content in document.warnings[0]
    other = document_of(page(head=meta("date", content) + graph("NewsArticle", "2025-02-03")))
    assert other.published == date(2025, 2, 3)


def test_the_pages_day_goes_before_its_sources_and_that_before_the_users_for_articles_without_one() -> None:
    told = Told(stated=("Wed, 5 Feb 2025 10:00:00 GMT",), otherwise=date(2025, 3, 1))
    stated = document_of(page(head=meta("article:published_time", "2025-02-03")), told=told)
    assert (stated.published, stated.published_from) == (date(2025, 2, 3), "page")
    bare = document_of(page(), told=told)
    assert (bare.published, bare.published_from) == (date(2025, 2, 5), "source")
    unread = document_of(page(), told=Told(stated=("02/03/2025",), otherwise=date(2025, 3, 1)))
    assert (unread.published, unread.published_from) == (date(2025, 3, 1), "given")
    assert "02/03/2025" in unread.warnings[0]


def test_a_dateline_of_a_day_to_come_is_none() -> None:
    document = document_of(Item("a.txt", b"Armies meet\n\nNAIROBI, 3 February 2999 - Envoys met."))
    assert document.published is None
    assert "lies in the future" in document.warnings[0]
