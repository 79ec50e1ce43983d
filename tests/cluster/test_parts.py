"""Inputs are cut into parts that hold together what the whole holds, however they are cut."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("daft", reason="coding over several machines: pip install '.[ray]'")
sys.path.insert(0, str(Path(__file__).parent))

from cluster_world import article, write_all, write_lines, write_table, write_warc

from dragoman.cluster.output import open_output, pending
from dragoman.cluster.parts import File, Part, articles, local_files, parts_of
from dragoman.errors import SourceError
from dragoman.sources.found import Found
from dragoman.sources.reader import Reader


def told(found: Found) -> tuple[object, ...]:
    """What coding depends on."""
    return (found.item.data if found.item else None, found.url, found.title, found.publisher, found.stated)


def of_parts(folder: Path, size: int) -> list[tuple[object, ...]]:
    return [told(one) for part in parts_of(local_files(str(folder)), size=size) for one in articles(part)]


@pytest.mark.parametrize("size", [7, 97, 1000, 4096, 1 << 30])
def test_the_parts_hold_what_the_files_hold(tmp_path: Path, size: int) -> None:
    write_all(tmp_path / "in")
    whole = [told(one) for one in Reader().read(str(tmp_path / "in"))]
    assert len(whole) == 21  # twenty articles and a line that is none
    assert of_parts(tmp_path / "in", size) == whole


def test_smaller_parts_are_more(tmp_path: Path) -> None:
    write_all(tmp_path / "in")
    files = local_files(str(tmp_path / "in"))
    assert [part.file.form for part in parts_of(files)] == ["lines", "packed", "table", "warc"]
    assert len(list(parts_of(files, size=500))) > 8


def test_a_line_that_is_no_article_is_named_by_its_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_lines(path, range(4))
    (bad,) = [one for part in parts_of(local_files(str(path)), size=300) for one in articles(part) if one.problem]
    place, _, at = bad.place.partition("#byte=")
    assert place == str(path)
    assert path.read_bytes()[int(at) :].startswith(b"{ this is no JSON\n")


def test_a_very_long_line_is_passed_over_by_all_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.cluster.parts.LARGEST", 2000)
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([json.dumps(article(1)), json.dumps({"text": "x" * 9000}), json.dumps(article(2))]))
    found = [one for part in parts_of(local_files(str(path)), size=700) for one in articles(part)]
    assert [one.problem for one in found] == [None, "is longer than 0 MB", None]


def test_a_damaged_file_keeps_what_came_before(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"this is no archive at all, only some words\r\n\r\n")
    lines = "".join(json.dumps(article(one)) + "\n" for one in range(3000))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines.encode())[:-2000])
    (tmp_path / "c.parquet").write_bytes(b"PAR1 but no more")
    for name, least in (("a.warc", 0), ("b.jsonl.gz", 100), ("c.parquet", 0)):
        *before, last = [one for part in parts_of(local_files(str(tmp_path / name))) for one in articles(part)]
        assert last.problem is not None and "expected" in last.problem, name
        assert len(before) >= least and all(one.item for one in before), name


def test_a_storage_that_fails_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_warc(tmp_path / "a.warc.gz", range(2))
    part = Part(local_files(str(tmp_path / "a.warc.gz"))[0])

    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ValueError("connection reset")

    monkeypatch.setattr("daft.file.open_file", lambda *_, **__: Failing())
    with pytest.raises(OSError, match="connection reset"):
        list(articles(part))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"gone\.jsonl"):
        list(articles(Part(File(f"file://{tmp_path}/gone.jsonl", 10), 0, 10)))


def test_files_are_found_by_folder_pattern_and_name(tmp_path: Path) -> None:
    write_all(tmp_path / "in")
    (tmp_path / "in" / "notes.txt").write_text("no article")
    (tmp_path / "in" / ".cache").mkdir()
    (tmp_path / "in" / ".cache" / "x.jsonl").write_text("{}")
    names = [Path(one.place).name for one in local_files(str(tmp_path / "in"))]
    assert names == ["a news%20of 2025.jsonl", "b.jsonl.gz", "c.parquet", "d.warc.gz"]
    assert [Path(one.place).name for one in local_files(str(tmp_path / "in" / "[bc].*"))] == names[1:3]
    assert local_files(str(tmp_path / "in" / "c.parquet"))[0].size > 0


@pytest.mark.parametrize("source", ["none.jsonl", "no*.jsonl", "empty", "a.txt"])
def test_what_names_no_input_is_told_in_one_line(tmp_path: Path, source: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(SourceError, match="expected Parquet, JSON lines or WARC") as caught:
        local_files(str(tmp_path / source))
    assert "\n" not in str(caught.value)


def test_a_file_that_grew_since_it_was_coded_is_refused(tmp_path: Path) -> None:
    write_table(tmp_path / "a.parquet", range(2))
    output = open_output(str(tmp_path / "out"))
    (part,) = parts_of(local_files(str(tmp_path / "a.parquet")))
    assert pending([part], output) == ([part], 0)
    output.write("done", part.name, {"size": part.file.size})
    assert pending([part], output) == ([], 1)
    write_table(tmp_path / "a.parquet", range(3))
    with pytest.raises(SourceError, match="has changed since it was coded"):
        pending(list(parts_of(local_files(str(tmp_path / "a.parquet")))), output)
