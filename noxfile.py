"""What a contributor runs, by name: `nox -s check`, `test`, `gold`, `docs`; `nox --list` tells them.

Sessions run in the environment that is active and install nothing (`pip install -e '.[dev]'` did); only `lowest` makes
its own. `.ci/run` is the whole gate, from the wheel to the last test.
"""

from __future__ import annotations

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["check"]

# Tests of one file share what is costly to make, so a file stays with one worker.
PARALLEL = ("-n", "auto", "--dist", "loadfile")


@nox.session
def check(session: nox.Session) -> None:
    """Lint, format, types, import contracts, knowledge files, and the pages made from the code."""
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("lint-imports")
    session.run("dragoman", "knowledge", "check")
    session.run("python", ".ci/reference.py")


@nox.session
def test(session: nox.Session) -> None:
    """All tests, on all cores; `-- --fast` leaves out those that load network or parser, or take seconds."""
    given = list(session.posargs)
    chosen = []
    if "--fast" in given:
        given.remove("--fast")
        chosen = ["-m", "not parser and not slow"]
    session.run("pytest", *PARALLEL, *chosen, *given)


@nox.session
def gold(session: nox.Session) -> None:
    """The briefs of our own articles against their gold and floors; other gold where DRAGOMAN_SHARED names it."""
    session.run("pytest", *PARALLEL, "tests/gold", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation without a warning, with every example run and the README's commands."""
    session.run("mkdocs", "build", "--quiet", "--strict", env={"NO_MKDOCS_2_WARNING": "1"})
    session.run("python", ".ci/doc_examples.py")
    session.run("python", ".ci/readme_commands.py", "--skip", "pytest")


@nox.session(venv_backend="uv|virtualenv")
def lowest(session: nox.Session) -> None:
    """The fast tests with the oldest versions that pyproject.toml allows; needs uv and a package index."""
    session.run_install("uv", "pip", "install", "--resolution", "lowest-direct", ".[test]", external=True)
    session.run("pytest", *PARALLEL, "-m", "not parser and not slow", *session.posargs)
