"""A worker's files follow from the part alone, whoever began it and however often it died."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("daft", reason="coding over several machines: pip install '.[ray]'")
sys.path.insert(0, str(Path(__file__).parent))

from cluster_world import Plain, article, local_lines, write_all, write_lines

from dragoman.batch import Reading
from dragoman.cluster import worker as worker_module
from dragoman.cluster.output import DOCUMENT, begin, coded_lines, open_output, pending
from dragoman.cluster.parts import local_files, parts_of
from dragoman.cluster.worker import Done, PartCoder, Worker, part_json, part_of
from dragoman.errors import DragomanError, FormatError
from dragoman.records.event import Event


class Died(BaseException):
    """Ends the worker as the system's killing it would: nothing catches it."""


def code_all(folder: Path, out: Path, *, size: int, coder: Plain | None = None) -> list[Done]:
    worker = Worker(coder or Plain(), open_output(str(out)), Reading())  # type: ignore[arg-type]
    left, _ = pending(parts_of(local_files(str(folder)), size=size), worker.output)
    return [worker.code(part) for part in left]


def dying_at(words: str, *, times: int) -> Callable[[str], None]:
    left = [times]

    def fault(text: str) -> None:
        if words in text and left[0]:
            left[0] -= 1
            raise Died

    return fault


@pytest.mark.parametrize(("size", "held"), [(60, 1), (350, 2), (2000, 3), (1 << 30, 512)])
def test_records_are_those_of_one_machine_in_any_partitioning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, held: int
) -> None:
    monkeypatch.setattr(worker_module, "SLICE_ARTICLES", held)
    write_all(tmp_path / "in")
    done = code_all(tmp_path / "in", tmp_path / "out", size=size)
    expected = local_lines(tmp_path / "in", Plain())  # type: ignore[arg-type]
    assert list(coded_lines(str(tmp_path / "out"))) == expected
    assert len(expected) == 20 == sum(one.events for one in done)
    assert (sum(one.articles for one in done), sum(one.aside for one in done)) == (21, 1)


def test_a_text_that_comes_again_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "SLICE_ARTICLES", 4)
    (tmp_path / "in").mkdir()
    write_lines(tmp_path / "in" / "a.jsonl", [1, 1, 2, 3, 3, 3, 3, 3, 4, 2])
    write_lines(tmp_path / "in" / "b.jsonl", [4, 1, 5])
    for size in (100, 1 << 30):
        code_all(tmp_path / "in", tmp_path / f"out{size}", size=size)
        assert len(list(coded_lines(str(tmp_path / f"out{size}")))) == 5


def test_the_columns_are_those_of_coded_events_and_the_document(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    from dragoman.delivery.events import parquet_bytes

    write_all(tmp_path / "in")
    code_all(tmp_path / "in", tmp_path / "out", size=1 << 30)
    local = pq.read_schema(io.BytesIO(parquet_bytes([])))
    for path in (tmp_path / "out" / "events").iterdir():
        ours = pq.read_schema(path)
        assert ours.names == [DOCUMENT, *Event.model_fields]
        assert ours.remove(0).equals(local)


def test_what_is_done_is_not_coded_again(tmp_path: Path) -> None:
    write_all(tmp_path / "in")
    code_all(tmp_path / "in", tmp_path / "out", size=500)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.is_file()}
    again = Plain()
    assert code_all(tmp_path / "in", tmp_path / "out", size=500, coder=again) == []
    write_lines(tmp_path / "in" / "e.jsonl", range(50, 52))
    code_all(tmp_path / "in", tmp_path / "out", size=500, coder=again)
    assert len(again.seen) == 2
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_worker_that_dies_leaves_whole_files_and_another_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet as pq

    monkeypatch.setattr(worker_module, "SLICE_ARTICLES", 2)
    write_all(tmp_path / "in")
    first = Plain(dying_at("Round 13 ", times=1))
    with pytest.raises(Died):
        code_all(tmp_path / "in", tmp_path / "out", size=1 << 30, coder=first)
    whole = list((tmp_path / "out" / "events").iterdir())
    assert len(whole) == 7  # three of the lines, three of the packed ones, one of the table
    assert sum(pq.read_metadata(path).num_rows for path in whole) == 12
    second = Plain()
    code_all(tmp_path / "in", tmp_path / "out", size=1 << 30, coder=second)
    assert len(second.seen) == 8
    assert list(coded_lines(str(tmp_path / "out"))) == local_lines(tmp_path / "in", Plain())  # type: ignore[arg-type]
    assert [path for path in (tmp_path / "out").rglob("*") if path.name.startswith(".")] == []
    assert open_output(str(tmp_path / "out")).names("trying") == []


def test_the_article_at_which_workers_die_is_set_aside_and_the_others_are_coded(tmp_path: Path) -> None:
    write_all(tmp_path / "in")
    bad = {"Round 2 of": 9, "Round 13 ": 9, "Round 14 ": 9}

    def fault(text: str) -> None:
        if any(words in text for words in bad):
            raise Died

    died = 0
    coder = Plain(fault)
    while True:
        try:
            code_all(tmp_path / "in", tmp_path / "out", size=1 << 30, coder=coder)
            break
        except Died:
            died += 1
            assert died <= 3 * len(bad), "it would never end"
    errors = [row["error"] for row in open_output(str(tmp_path / "out")).rows("errors")]
    assert sum("worker ended" in one for one in errors) == 3
    assert "is no JSON" in errors
    assert len(list(coded_lines(str(tmp_path / "out")))) == 17


def test_a_fault_of_the_coder_sets_one_article_aside(tmp_path: Path) -> None:
    write_all(tmp_path / "in")

    def fault(text: str) -> None:
        if "Round 7 " in text:
            raise ValueError("too much")

    done = code_all(tmp_path / "in", tmp_path / "out", size=1 << 30, coder=Plain(fault))
    (row,) = [one for one in open_output(str(tmp_path / "out")).rows("errors") if "too much" in one["error"]]
    assert row["place"].startswith(str(tmp_path / "in" / "b.jsonl.gz"))
    assert (sum(one.events for one in done), sum(one.aside for one in done)) == (19, 2)


def test_a_storage_that_fails_is_tried_again_then_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_lines(tmp_path / "a.jsonl", range(3))
    (part,) = parts_of(local_files(str(tmp_path / "a.jsonl")))
    real, left = worker_module.articles, [2]

    def failing(of: object) -> object:
        if left[0]:
            left[0] -= 1
            raise OSError("connection reset")
        return real(of)  # type: ignore[arg-type]

    monkeypatch.setattr(worker_module, "articles", failing)
    worker = Worker(Plain(), open_output(str(tmp_path / "out")), Reading())  # type: ignore[arg-type]
    assert worker.code(part).problem is None
    left[0] = 99
    (tmp_path / "out" / "done" / f"{part.name}.json").unlink()
    told = worker.code(part)
    assert told.problem is not None and "connection reset" in told.problem and "\n" not in told.problem
    assert worker.output.names("done") == []


def test_one_output_is_made_in_one_way(tmp_path: Path) -> None:
    output = open_output(str(tmp_path / "out"))
    begin(output, {"triage": True, "part_bytes": 4})
    begin(output, {"triage": True, "part_bytes": 4})
    with pytest.raises(FormatError, match="was begun with triage True, now False"):
        begin(output, {"triage": False, "part_bytes": 4})
    (tmp_path / "file").write_text("")
    with pytest.raises(FormatError, match="is a file; expected a folder"):
        open_output(str(tmp_path / "file"))


def test_a_machine_with_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="on a machine of the cluster"):
        PartCoder(Plain, str(tmp_path / "out"), Reading(), "0.0.0")  # type: ignore[arg-type]


def test_a_part_travels_as_text(tmp_path: Path) -> None:
    write_all(tmp_path / "in")
    parts = list(parts_of(local_files(str(tmp_path / "in")), size=300))
    assert [part_of(part_json(one)) for one in parts] == parts
    assert len({one.name for one in parts}) == len(parts)
    assert sorted(parts, key=lambda one: one.name) == parts
    assert article(1) != article(2)
