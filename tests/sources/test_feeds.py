"""A feed's items are found whether or not they have links, and come out as words, with the day as the feed has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import SourceError
from dragoman.sources.feeds import links, plain_text
from dragoman.sources.found import Found
from dragoman.sources.reader import Reader

BODY = "Envoys of the river states met in Juba and spoke of grain for the camps. " * 6


def feed(*items: str, home: str = "<link>https://river.example/</link>") -> bytes:
    return f'<rss version="2.0"><channel><title>River Desk</title>{home}{"".join(items)}</channel></rss>'.encode()


def item(**fields: str) -> str:
    named = {"title": "Envoys meet", "description": BODY, **fields}
    return "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in named.items()) + "</item>"


def read(tmp_path: Path, data: bytes) -> list[Found]:
    (tmp_path / "feed.xml").write_bytes(data)
    return list(Reader().read(str(tmp_path / "feed.xml")))


def test_items_without_link_are_kept_by_their_name_in_the_feed(tmp_path: Path) -> None:
    guid = '<guid isPermaLink="false">river-{}</guid>'
    items = [item().replace("<title>", guid.format(number) + "<title>") for number in (1, 2)]
    one, two = read(tmp_path, feed(*items))
    assert one.item is not None and two.item is not None
    assert (one.url, one.address) == (None, "guid:https://river.example/#river-1")
    assert one.address != two.address
    (nameless,) = read(tmp_path, feed(item()))
    assert nameless.item is not None and nameless.address.startswith("text:")
    (empty,) = read(tmp_path, feed(item(description="Soon.")))
    assert empty.problem == "has no link, and the feed holds too little of it"


def test_a_guid_that_is_a_link_is_one(tmp_path: Path) -> None:
    (one,) = read(tmp_path, feed(item(guid="https://river.example/7")))
    assert one.url == "https://river.example/7"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/a/7", "https://river.example/a/7"),
        ("a/7", "https://river.example/a/7"),
        ("//other.example/7", "https://other.example/7"),
        ("https://other.example/7", "https://other.example/7"),
    ],
)
def test_relative_links_count_from_the_outlet(link: str, url: str, tmp_path: Path) -> None:
    (one,) = read(tmp_path, feed(item(link=link)))
    assert one.url == url


def test_a_link_may_count_from_its_own_base() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://river.example/n/"><title>t</title>'
        '<entry xml:base="2025/"><title>a</title><link href="7.html"/>'
        "<updated>2025-03-04T23:00:00+09:00</updated></entry></feed>"
    )
    (one,) = links("x", atom.encode())
    assert (one.url, one.stated) == ("https://river.example/n/2025/7.html", "2025-03-04T23:00:00+09:00")


@pytest.mark.parametrize("day", ["Tue, 04 Mar 2025 23:30:00 EST", "2025-03-04T00:30:00+03:00", "4 March 2025 10:00"])
def test_the_day_is_kept_as_the_feed_writes_it(day: str, tmp_path: Path) -> None:
    (one,) = read(tmp_path, feed(item(link="/7", pubDate=day)))
    assert one.stated == (day,)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("&lt;p&gt;One &amp;amp; two&lt;/p&gt;&lt;p&gt;Sudan&amp;#8217;s&lt;/p&gt;", "One & two\n\nSudan’s"),
        ("&amp;lt;p&amp;gt;One&amp;lt;br/&amp;gt;two&amp;lt;/p&amp;gt;", "One\n\ntwo"),
        ("<p>One &amp;#8211; two&amp;nbsp;more</p>", "One – two more"),
        ("<p>if a &lt;b&gt; c</p>", "if a <b> c"),
        ("<p>AT&amp;T and 5 &lt; 6</p>", "AT&T and 5 < 6"),
    ],
)
def test_markup_that_was_escaped_again_is_undone(markup: str, words: str) -> None:
    assert plain_text(markup) == words


@pytest.mark.parametrize("data", [feed("<item/>" * 5001), feed("<a/>" * 300_001)])
def test_a_feed_of_endless_items_or_tags_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="holds more than"):
        list(links("x", data))
