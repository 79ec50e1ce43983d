"""Runs one job on a Ray cluster with a coder made for the test; prints what became of it.

A process of its own: Ray and Daft keep their state in the process, and warn at will.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from dragoman.cluster.run import Job, code_on_ray


def awkward_coder(marks: str) -> Callable[[], Any]:
    """A function that makes a coder without events for which some texts are too much.

    Args:
        marks: a folder; what a worker does once only is noted there.
    """

    def make() -> Any:  # travels to the workers by value, so it brings what it needs
        import os
        import signal
        import uuid
        from pathlib import Path

        Path(marks, f"loaded-{uuid.uuid4().hex}").touch()

        class Awkward:
            def code(self, document: Any) -> tuple[()]:
                once = Path(marks, "died")
                if "faulty" in document.text:
                    raise ValueError("this text is too much")
                if "unlucky" in document.text and not once.exists():
                    once.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
                if "deadly" in document.text:
                    os.kill(os.getpid(), signal.SIGKILL)
                return ()

            def code_many(self, documents: Any) -> Any:
                return [self.code(one) for one in documents]

        return Awkward()

    return make


def main() -> None:
    """Runs the job that the arguments describe."""
    address, output, marks, *inputs = sys.argv[1:]
    job = Job(inputs, output, part_bytes=400, workers=2)
    summary = code_on_ray(job, address=address, load=awkward_coder(marks))
    told = {"done": [asdict(one) for one in summary.done], "skipped": summary.skipped}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
