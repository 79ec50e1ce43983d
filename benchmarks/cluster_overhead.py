"""What coding over several machines costs beyond coding itself: the same articles both ways in one run.

    python benchmarks/cluster_overhead.py ARTICLES.jsonl [--first N] [--address HOST:PORT]

Without an address one worker's way (parts, notes of what it is at, Parquet files) is set against the plain way, in
processor time, so that other programs on the machine do not count. With an address the whole job on that Ray
cluster is timed by the clock as well, the start of its workers included; run it twice to see what is skipped.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Prints the figures."""
    from dragoman.batch import Reading, coded
    from dragoman.cluster.output import coded_lines, open_output
    from dragoman.cluster.parts import local_files, parts_of
    from dragoman.cluster.run import Job, code_on_ray
    from dragoman.cluster.worker import Worker
    from dragoman.pipeline import load_coder
    from dragoman.sources.reader import Reader

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("articles", type=Path)
    asked.add_argument("--first", type=int, default=300)
    asked.add_argument("--address")
    given = asked.parse_args()
    folder = Path(tempfile.mkdtemp())
    file = folder / "articles.jsonl"
    lines = given.articles.read_text(encoding="utf-8").splitlines()[: given.first]
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    words = sum(len(json.loads(line)["text"].split()) for line in lines)

    coder = load_coder()
    list(coded(Reader().read(str(file)), coder=coder))  # once for caches, not counted
    begun = time.process_time()
    plain = [line for one in coded(Reader().read(str(file)), coder=coder) for line in one.lines]
    local = time.process_time() - begun

    worker = Worker(coder, open_output(str(folder / "worker")), Reading())
    begun = time.process_time()
    for part in parts_of(local_files(str(file)), size=1 << 18):
        worker.code(part)
    parts = time.process_time() - begun
    print(f"{len(lines)} articles, {words} words, {len(plain)} events")
    print(f"plain way: {words / local:.0f} words a second of one core")
    print(f"a worker's way: {parts / local:.3f} times the processor time of the plain way")
    print(f"same records: {list(coded_lines(str(folder / 'worker'))) == plain}")
    if given.address:
        begun = time.monotonic()
        code_on_ray(Job([str(file)], str(folder / "ray"), part_bytes=1 << 18), address=given.address)
        print(
            f"whole job on the cluster: {time.monotonic() - begun:.0f} s by the clock; {local:.0f} s of one core here"
        )
        print(f"same records: {list(coded_lines(str(folder / 'ray'))) == plain}")


if __name__ == "__main__":
    main()
