"""Runs every fenced command of the README, and checks that the output it shows is the real one.

python .ci/readme_commands.py            run all `sh` and `console` blocks, compare `console` output
python .ci/readme_commands.py --list     print the commands
python .ci/readme_commands.py --skip pytest   leave out commands with this word
python .ci/readme_commands.py --write    put the real output into the `console` blocks
"""

from __future__ import annotations

import argparse
import difflib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command of the README; `shown` is the output printed below it, None in `sh` blocks."""

    line: str
    shown: str | None


def commands_of(text: str) -> Iterator[Command]:
    """The commands in the order in which a reader meets them."""
    for kind, body in _BLOCK.findall(text):
        if kind == "sh":
            yield from (Command(line, None) for line in body.split("\n") if line.strip())
            continue
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            line, _, shown = part.partition("\n")
            yield Command(line, shown)


def run(command: Command) -> str | None:
    """Runs a command from the repository's root; the fault in words, None if there is none."""
    print(f"$ {command.line}", flush=True)
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command.line],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        return f"exit status {result.returncode}\n{result.stdout[-2000:]}{result.stderr[-2000:]}"
    if command.shown is None or result.stdout.strip() == command.shown.strip():
        return None
    difference = difflib.unified_diff(
        command.shown.splitlines(), result.stdout.splitlines(), "README.md", "real output", lineterm=""
    )
    return "the README shows another output; run .ci/readme_commands.py --write\n" + "\n".join(difference)


def written(text: str) -> str:
    """The README with the real output in its `console` blocks."""

    def block(match: re.Match[str]) -> str:
        if match[1] == "sh":
            return match[0]
        parts = []
        for command in commands_of(match[0]):
            output = subprocess.run(
                ["bash", "-c", command.line], cwd=ROOT, capture_output=True, text=True, check=True
            ).stdout
            parts.append(f"$ {command.line}\n{output.strip()}\n")
        return f"```console\n{''.join(parts)}```"

    return _BLOCK.sub(block, text)


def main() -> int:
    """The exit status: 1 if a command fails or shows another output."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--skip", default=None)
    options = parser.parse_args()
    text = README.read_text(encoding="utf-8")
    if options.write:
        README.write_text(written(text), encoding="utf-8")
        return 0
    commands = [one for one in commands_of(text) if not options.skip or options.skip not in one.line]
    if not commands:
        print("the README has no commands", file=sys.stderr)
        return 1
    if options.list:
        print("\n".join(one.line for one in commands))
        return 0
    faults = 0
    for command in commands:
        fault = run(command)
        if fault is not None:
            print(fault, file=sys.stderr)
            faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
