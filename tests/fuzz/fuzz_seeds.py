"""Owns good inputs of every reader, in our own words, from which odd ones are made; see `fuzz_mutation`."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

STORY = (
    "Envoys meet in Doha\n\nDOHA, 21 July 2025 (Desk) - Ukraine and Russia will hold talks in Istanbul on Wednesday, "
    'Kremlin spokesman Dmitry Peskov said on Monday. "Nobody expects an easy road," he told reporters.\n\n'
    "Drones killed at least three civilians in Kharkiv overnight, the mayor said. The two sides agreed to swap "
    "1,200 prisoners of war within 50 days, two weeks after the last exchange. Officials denied that a truce "
    "was signed on 3 May 2025 or at the end of the month.\n"
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Envoys meet in Doha - Desk</title>'
    '<meta property="article:published_time" content="2025-07-21T08:00:00Z">'
    '<link rel="canonical" href="https://news.example/doha?id=7"><script type="application/ld+json">'
    '{"@type": "NewsArticle", "datePublished": "2025-07-21", "publisher": {"name": "Desk"}}</script></head>'
    "<body><nav><a href='/'>Home</a></nav><article><h1>Envoys meet in Doha</h1><p>"
    + "</p><p>".join(STORY.strip().split("\n\n")[1:])
    + "</p><table><tr><td>1</td></tr></table></article><footer>© 2025</footer></body></html>"
).encode()
RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Desk</title><item>
<title>Talks &amp; terms</title><link>https://a.example/1?utm_source=rss</link><guid>7</guid>
<pubDate>Mon, 21 Jul 2025 10:00:00 GMT</pubDate><description>&lt;p&gt;{STORY}&lt;/p&gt;</description></item>
<item><title>Short</title><link>/2</link></item></channel></rss>""".encode()
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><updated>2025-07-21T10:00:00Z</updated><entry>
<title type="html">Talks</title><link rel="alternate" href="https://a.example/3"/><id>urn:x:1</id>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{STORY}</p></div></content></entry></feed>""".encode()
OPML = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="a"><outline xmlUrl="https://a.example/rss"/>
<outline type="rss" xmlUrl="https://b.example/rss"/></outline></body></opml>"""
JSONL = (
    json.dumps({"text": STORY, "date": "2025-07-21", "id": 7, "title": "Envoys meet", "url": "https://a.example/1"})
    + "\n"
    + json.dumps({"event_text": STORY[:300], "pub_date": "20250721", "publisher": "Desk"})
    + "\n\nno json\n"
).encode()
SETTINGS = b"""archive = "record.sqlite"
feeds = ["https://a.example/rss", "https://b.example/rss"]
every = 15
delay = 2.5
timeout = 30
largest = 16
agent = "dragoman"

[[alert]]
name = "talks"
process = "sudan"
parts = ["meetings"]
kinds = ["new"]
actor = "UKR"
at_least = 5
print = true
feed = "out.atom"
webhook = "https://hook.example/x"
key_from = "KEY"
mail = "desk@example.org"
smtp = "localhost:25"
"""
PEOPLE = b"""# remark
id\tname\taliases\toffice\tbody\tcountry\tsectors\tfrom\tto\tsource
person:ann\tAnn Rassendyll\tA. Rassendyll;Annie\tpresident\t\tRUR\tGOV\t2019-05\t2024-05-20\ttest
person:bob\tBob Hentzau\t\tforeign minister\t\tRUR\tGOV\t2020\t\ttest
"""
WIKIDATA = json.dumps(
    {
        "results": {
            "bindings": [
                {
                    "person": {"value": "http://www.wikidata.org/entity/Q7"},
                    "personLabel": {"value": "Ann Rassendyll"},
                    "officeLabel": {"value": "President of Ukraine"},
                    "iso3": {"value": "UKR"},
                    "aliases": {"value": "A. R.|Annie"},
                    "start": {"value": "2019-05-20T00:00:00Z"},
                    "startPrecision": {"value": "11"},
                }
            ]
        }
    }
).encode()
EVENT = {
    "id": "e1",
    "date": "2025-07-23",
    "start": "2025-07-23",
    "end": "2025-07-23",
    "source": [{"name": "Ukraine", "country": "UKR", "sectors": ["GOV"], "person": None, "id": "state:UKR"}],
    "target": [{"name": "Russia", "country": "RUS", "sectors": [], "person": "Dmitry Peskov", "id": "state:RUS"}],
    "type": "CONSULT",
    "mode": "meet",
    "cameo": "036",
    "quad": "verbal_cooperation",
    "intensity": 4.0,
    "status": "scheduled",
    "place": {"name": "Istanbul", "country": "TUR", "latitude": 41.0, "longitude": 29.0, "precision": "city"},
    "quantities": {"killed": {"min": 3, "max": 3, "civilians": 3}},
    "attribution": {"speaker": {"name": "Russia", "country": "RUS"}, "verb": "say", "direct": False},
    "coder": "test",
    "confidence": 0.9,
    "evidence": [{"document": "d1", "start": 0, "end": 19, "quote": STORY[:19]}],
    "frame": "violence",
    "learned": "2025-07-21",
    "reasons": [{"field": "type", "because": "rule", "start": 0, "end": 6}],
}
EVENTS = f"{json.dumps(EVENT)}\n{json.dumps({**EVENT, 'id': 'e2', 'type': 'ASSAULT', 'frame': 'meeting'})}\n".encode()
_SAID = EVENT["evidence"]
_ACTOR = {"name": "Ukraine", "country": "UKR"}
BRIEF = json.dumps(
    {
        "as_of": "2025-07-21",
        "documents": [
            {
                "id": "d1",
                "title": "Envoys meet in Doha",
                "url": "https://a.example/1",
                "publisher": "Desk",
                "published": "2025-07-21",
                "text": STORY,
            }
        ],
        "headline": "Envoys meet",
        "summary": [{"text": "Envoys meet in Doha.", "evidence": _SAID}],
        "meetings": [
            {
                "parties": [_ACTOR],
                "mediators": [],
                "host": None,
                "format": "talks",
                "place": EVENT["place"],
                "start": "2025-07-23",
                "end": None,
                "status": "announced",
                "round": 3,
                "agenda": ["ceasefire"],
                "stances": [{"actor": _ACTOR, "stance": "announced", "evidence": _SAID}],
                "outcome": None,
                "evidence": _SAID,
                "events": ["e1"],
            }
        ],
        "commitments": [
            {
                "kind": "pledge",
                "by": [_ACTOR],
                "to": [],
                "action": "AGREE",
                "issue": "prisoner_exchange",
                "condition": "if a truce holds",
                "due": "2025-09-09",
                "status": "pending",
                "evidence": _SAID,
            }
        ],
        "positions": [
            {
                "actor": _ACTOR,
                "issue": "ceasefire",
                "stance": "demands",
                "date": "2025-07-21",
                "earlier": ["opposes 2025-07-01"],
                "evidence": _SAID,
            }
        ],
        "violence": [
            {
                "kind": "drone_strike",
                "by": None,
                "against": [_ACTOR],
                "place": EVENT["place"],
                "start": "2025-07",
                "end": None,
                "killed": {"min": 3, "max": None},
                "wounded": None,
                "captured": None,
                "reported_by": [],
                "evidence": _SAID,
            }
        ],
        "humanitarian": [
            {
                "kind": "prisoner_exchange",
                "parties": [_ACTOR],
                "count": 1200,
                "status": "agreed",
                "date": None,
                "evidence": _SAID,
            }
        ],
        "agreements": [
            {
                "kind": "truce",
                "parties": [_ACTOR],
                "mediators": [],
                "place": None,
                "date": "2025-05-03",
                "issues": ["ceasefire"],
                "status": "signed",
                "evidence": _SAID,
            }
        ],
        "events": [EVENT],
    }
).encode()
CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//EN\r
BEGIN:VEVENT\r
UID:m-1@dragoman\r
SEQUENCE:2\r
DTSTAMP:20250721T000000Z\r
DTSTART;VALUE=DATE:20250723\r
DTEND;VALUE=DATE:20250724\r
SUMMARY:Talks\\, third round\r
X-DRAGOMAN-EVENTS:e1 e2\r
BEGIN:VALARM\r
ACTION:DISPLAY\r
TRIGGER:-P1D\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
"""
ADDRESSES = (
    b"https://www.News.example:443/a/b/?utm_source=x&id=7#top",
    b"http://xn--bcher-kva.example/%7Ea?b=c&b=d",
    b"http://[2001:db8::1]:8080/x",
    b"//host/path",
    b"../relative?x=1",
)
CHUNKED = b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"


def warc_file() -> bytes:
    """A WARC file of three pages: plain, chunked and packed, plain text."""
    out = b""
    for headers, body in (
        ("Content-Type: text/html", PAGE),
        ("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip", CHUNKED),
        ("Content-Type: text/plain\r\nContent-Encoding: gzip", gzip.compress(STORY.encode(), mtime=0)),
    ):
        http = f"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{len(out)}>\r\n"
            f"WARC-Target-URI: https://a.example/{len(out)}\r\nWARC-Date: 2025-07-21T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        out += head.encode() + http + b"\r\n\r\n"
    return out


def zip_file(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of a text, a page and JSON lines."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in (("a.txt", STORY.encode()), ("b/c.html", PAGE), ("d.jsonl", JSONL), ("e.rss", RSS)):
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return packed.getvalue()


def gz_file(data: bytes) -> bytes:
    """The bytes packed, always the same."""
    return gzip.compress(data, mtime=0)
