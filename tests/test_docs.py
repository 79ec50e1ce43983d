"""The documentation says what the program does: examples run, generated pages are current, links lead on."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import dragoman

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
TEXTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "examples").glob("*.md")])
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def script(name: str) -> ModuleType:
    """A script of `.ci`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


examples = script("doc_examples")
reference = script("reference")


@pytest.mark.parser
@pytest.mark.parametrize("page", examples.pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_examples_run_and_show_the_real_output(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert examples.fault(page) is None


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_page_made_from_the_code_is_current(name: str) -> None:
    made = (DOCS / name).read_text(encoding="utf-8")
    assert made == reference.PAGES[name](), "run python .ci/reference.py --write"


def test_every_word_of_a_closed_list_has_a_definition() -> None:
    told = {name: tuple(words) for name, words in reference.vocabulary().items()}
    assert told == reference.schema_lists()
    assert all(text for words in reference.vocabulary().values() for text in words.values())


def packages() -> Iterator[str]:
    """Every dependency of the package and of its extras, without Dragoman itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lines in (project["dependencies"], *project["optional-dependencies"].values()):
        for line in lines:
            name = re.match(r"[A-Za-z0-9._-]+", line)
            if name and name[0] != "dragoman":
                yield name[0]


@pytest.mark.parametrize("package", sorted(set(packages())))
def test_every_dependency_is_explained(package: str) -> None:
    assert f"`{package}`" in (DOCS / "dependencies.md").read_text(encoding="utf-8")


def test_every_public_name_is_described() -> None:
    page = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^::: dragoman\.[\w.]+\.(\w+)$", page, re.MULTILINE))
    assert told == set(dragoman.__all__) - {"__version__"}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(path: Path) -> None:
    prose = _FENCED.sub("", path.read_text(encoding="utf-8"))
    assert [link for link in _LINK.findall(prose) if not (path.parent / link).exists()] == []


def test_every_page_can_be_reached_from_the_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r": ([\w/-]+\.md)$", menu, re.MULTILINE))
    assert listed == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}


def test_the_citation_names_this_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {dragoman.__version__}\n" in citation
