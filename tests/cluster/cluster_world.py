"""Articles in every form that the cluster reads, and a coder that finds an event in each."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.documents.document import Document
from dragoman.records.event import Event, event_id
from dragoman.records.values import Actor, Evidence

if TYPE_CHECKING:
    from dragoman.coding.coder import Coder

TALKS = (
    "{place} - Delegations of Russia and Ukraine met in {place} on Monday and agreed to exchange 120 prisoners. "
    "Turkey's foreign minister said a third round would be held next week.\n\nRussian forces shelled Kherson on "
    "Sunday, killing {number} civilians, the regional governor said. Ukraine's president demanded a ceasefire."
)
PLACES = ("Istanbul", "Geneva", "Zürich", "Doha", "Jeddah", "Łódź", "Vienna")


def article(number: int) -> dict[str, Any]:
    """The fields of one article, no two alike."""
    place = PLACES[number % len(PLACES)]
    return {
        "id": number,
        "title": f"Round {number} of talks ends in {place}",
        "text": TALKS.format(place=place, number=number + 2),
        "date": f"2025-07-{number % 28 + 1:02d}",
        "url": f"https://news.example/{place.lower()}/{number}",
        "publisher": "The Example",
    }


def write_lines(path: Path, numbers: Sequence[int]) -> None:
    """JSON lines, with blank lines, a line that is no JSON, and no end of line at the end."""
    lines = [json.dumps(article(one), ensure_ascii=bool(one % 2)) for one in numbers]
    lines.insert(len(lines) // 2, "{ this is no JSON")
    lines.insert(1, "")
    path.write_bytes("\n".join(lines).encode())


def write_packed(path: Path, numbers: Sequence[int]) -> None:
    """JSON lines packed by gzip."""
    path.write_bytes(gzip.compress("".join(json.dumps(article(one)) + "\n" for one in numbers).encode()))


def write_table(path: Path, numbers: Sequence[int], *, group: int = 2) -> None:
    """A Parquet table in row groups, with the day as a date and a column that is none of ours."""
    import datetime as dt

    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{**article(one), "date": dt.date.fromisoformat(article(one)["date"]), "other": [one]} for one in numbers]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=group)


def write_warc(path: Path, numbers: Sequence[int]) -> None:
    """A WARC file of pages, each packed by itself as crawlers do."""
    out = io.BytesIO()
    for one in numbers:
        told = article(one)
        paragraphs = "".join(f"<p>{text}</p>" for text in told["text"].split("\n\n"))
        page = f"<html><head><title>{told['title']}</title></head><body><article>{paragraphs}</article></body></html>"
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {told['url']}\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{one:012d}>\r\nWARC-Date: 2025-07-21T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        out.write(gzip.compress(head.encode() + answer + b"\r\n\r\n"))
    path.write_bytes(out.getvalue())


def write_all(folder: Path, *, each: int = 5) -> None:
    """A folder with a file of each form; its files' names sort as their articles' numbers do."""
    folder.mkdir()
    write_lines(folder / "a news%20of 2025.jsonl", range(each))
    write_packed(folder / "b.jsonl.gz", range(each, 2 * each))
    write_table(folder / "c.parquet", range(2 * each, 3 * each))
    write_warc(folder / "d.warc.gz", range(3 * each, 4 * each))


def local_lines(folder: Path, coder: Coder) -> list[str]:
    """The lines that the way on one machine writes."""
    from dragoman.batch import coded
    from dragoman.sources.reader import Reader

    return [line for one in coded(Reader().read(str(folder)), coder=coder) for line in one.lines]


@dataclass(frozen=True)
class Plain:
    """A coder that finds one event in each text, and fails where it is told to.

    Attributes:
        fault: called with each text.
    """

    fault: Callable[[str], None] = lambda _: None
    triage: bool = True
    seen: list[str] = field(default_factory=list)

    def code(self, document: Document) -> tuple[Event, ...]:
        """The event."""
        self.fault(document.text)
        self.seen.append(document.id)
        quote = document.text.strip()[:12]
        start = document.text.index(quote)
        day = document.published.isoformat() if document.published else None
        return (
            Event(
                id=event_id(document.id, start, start + len(quote)),
                date=day,
                start=day,
                end=day,
                source=(Actor(name="Russia", country="RUS"),),
                target=(),
                type="CONSULT",
                mode=None,
                cameo=None,
                quad="verbal_cooperation",
                intensity=1.1 + len(document.text) / 3000,
                status="happened",
                place=None,
                quantities=None,
                attribution=None,
                coder="test",
                confidence=0.1 + 0.2,
                evidence=(Evidence(document=document.id, start=start, end=start + len(quote), quote=quote),),
                learned=document.published,
            ),
        )

    def code_many(self, documents: Sequence[Document]) -> Iterator[tuple[Event, ...]]:
        """The event of each."""
        for document in documents:
            yield self.code(document)
