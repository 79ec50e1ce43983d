"""Prints what each dependency of an installed Dragoman takes: run it in an environment with nothing else.

python .ci/installed_sizes.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


INSTALLED = {plain(one.metadata["Name"]): one for one in metadata.distributions()}


def megabytes(name: str) -> float:
    """Size of a package's own files."""
    paths = (Path(str(file.locate())) for file in INSTALLED[name].files or [])
    return sum(path.stat().st_size for path in paths if path.exists()) / 1e6


def needs(name: str) -> Iterator[str]:
    """The installed packages that a package asks for outside of extras."""
    for line in INSTALLED[name].requires or []:
        found = _NAME.match(line)
        if found and "extra ==" not in line and plain(found[0]) in INSTALLED:
            yield plain(found[0])


def closure(*names: str) -> set[str]:
    """Packages with all that they need."""
    known: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name not in known:
            known.add(name)
            pending.extend(needs(name))
    return known


def main() -> None:
    """One line a direct dependency: its own size, with all it needs, and what would go with it."""
    sizes = {name: megabytes(name) for name in INSTALLED}
    direct = sorted(set(needs("dragoman")))
    print(f"{'package':26} {'own':>6} {'whole':>6} {'alone':>6}")
    for name in direct:
        others = closure(*(one for one in direct if one != name))
        whole = closure(name)
        alone = sum(sizes[one] for one in whole - others)
        print(f"{name:26} {sizes[name]:6.1f} {sum(sizes[one] for one in whole):6.1f} {alone:6.1f}")
    whole = closure("dragoman")
    print(f"{'dragoman':26} {sizes['dragoman']:6.1f} {sum(sizes[one] for one in whole):6.1f}")


if __name__ == "__main__":
    main()
