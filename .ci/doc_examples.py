"""Runs the fenced examples of docs/ and the README's Python, and checks that the output they show is the real one.

python .ci/doc_examples.py                 run every page; exit status 1 if an example fails
python .ci/doc_examples.py docs/desk.md    run one page
python .ci/doc_examples.py --write         put the real output into `console` blocks, and into `text` after `python`

Blocks of the kinds `sh`, `console` and `python` are run, each page in an empty folder that holds a copy of examples/.
A block with `title="PATH"` is a file that the page makes. `<!-- not run: why -->` before a block leaves it out, and
`pip install` is left to the checks that install the package.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dragoman.cli import app

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(
    r"(?P<skip><!-- not run: [^\n]+ -->\n\n?)?"
    r"^```(?P<kind>\w+)(?: +title=\"(?P<title>[^\"]+)\")?[^\n]*\n(?P<body>.*?)^```$"
    r"(?P<gap>\n\n)?(?:(?<=\n)```text\n(?P<shown>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)


def pages() -> list[Path]:
    """Every page with examples; the README's commands are run by readme_commands.py."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@dataclass
class Session:
    """What the examples of one page share: a folder and the names that its Python has bound."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)

    def command(self, line: str) -> str:
        """Standard output of a command line of `dragoman`, or of any other through the shell.

        Raises:
            RuntimeError: the command fails.
        """
        if line.startswith("pip install"):
            return ""
        if not line.startswith("dragoman "):
            return self._shell(line, "")
        own, _, rest = line.partition(" | ")
        words = shlex.split(own)
        target = self.folder / words.pop() if ">" in words else None
        output = self._dragoman([word for word in words[1:] if word != ">"])
        if target is not None:
            target.write_text(output, encoding="utf-8")
            return ""
        return self._shell(rest, output) if rest else output

    def _shell(self, line: str, given: str) -> str:
        done = subprocess.run(
            ["bash", "-euc", line], cwd=self.folder, input=given, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{line}: exit status {done.returncode}\n{done.stderr[-2000:]}")
        return done.stdout

    def _dragoman(self, arguments: list[str]) -> str:
        """The command in this process, so that the network is loaded once for all pages."""
        with self._captured() as stdout:
            status = app(arguments, prog_name="dragoman", standalone_mode=False)
        if status:
            raise RuntimeError(f"dragoman {shlex.join(arguments)}: exit status {status}")
        return stdout.getvalue().decode("utf-8")

    def python(self, code: str) -> str:
        """What a block of Python prints."""
        with self._captured() as stdout:
            exec(compile(code, "example", "exec"), self.names)
        return stdout.getvalue().decode("utf-8")

    @contextlib.contextmanager
    def _captured(self) -> Iterator[io.BytesIO]:
        taken = io.BytesIO()
        stream = io.TextIOWrapper(taken, encoding="utf-8", write_through=True)
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(stream):
            yield taken
            stream.flush()
        stream.detach()


def real(block: re.Match[str], session: Session) -> str:
    """The block as it should stand in the page."""
    kind, body = block["kind"], block["body"]
    if block["title"]:
        path = session.folder / block["title"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
        return block[0]
    if block["skip"] or kind not in {"sh", "console", "python"}:
        return block[0]
    if kind == "python":
        output = session.python(body)
        return block[0] if block["shown"] is None else _with(block, "shown", output.rstrip() + "\n")
    if kind == "sh":
        for line in body.replace("\\\n", " ").split("\n"):
            if line.strip() and not line.startswith("#"):
                session.command(line)
        return block[0]
    parts = []
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line = part.partition("\n")[0]
        output = session.command(line).rstrip()
        parts.append(f"$ {line}\n{output}\n" if output else f"$ {line}\n")
    return _with(block, "body", "".join(parts))


def _with(block: re.Match[str], part: str, text: str) -> str:
    """The block with another text for one of its parts."""
    start, end = (at - block.start() for at in block.span(part))
    return block[0][:start] + text + block[0][end:]


def checked(page: Path) -> str:
    """The page as it should stand.

    Raises:
        RuntimeError: an example fails; the message names its line.
    """
    text = page.read_text(encoding="utf-8")
    made, end = [], 0
    with TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        session = Session(Path(folder))
        for block in _BLOCK.finditer(text):
            if page.name == "README.md" and block["kind"] != "python":
                continue
            try:
                made += [text[end : block.start()], real(block, session)]
            except Exception as error:
                line = text.count("\n", 0, block.start()) + 1
                raise RuntimeError(f"{page.relative_to(ROOT)}:{line}: {error}") from error
            end = block.end()
    return "".join((*made, text[end:]))


def fault(page: Path) -> str | None:
    """What is wrong with a page's examples, None if nothing is."""
    try:
        made = checked(page)
    except RuntimeError as error:
        return str(error)
    text = page.read_text(encoding="utf-8")
    if made == text:
        return None
    name = str(page.relative_to(ROOT))
    lines = difflib.unified_diff(text.splitlines(), made.splitlines(), name, "real output", lineterm="", n=1)
    return "\n".join((f"{name} shows another output; run python .ci/doc_examples.py --write", *lines))


def main() -> int:
    """The exit status: 1 if an example fails or shows another output."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    os.environ["COLUMNS"] = "80"
    faults = 0
    for page in [one.resolve() for one in options.pages] or pages():
        if options.write:
            page.write_text(checked(page), encoding="utf-8")
            continue
        found = fault(page)
        if found:
            print(found, file=sys.stderr)
            faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
