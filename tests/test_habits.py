"""What contributors are told to run is there, runs what it says, and agrees with the package's own description."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def sessions() -> set[str]:
    """The names of nox's sessions."""
    text = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    return set(re.findall(r"^@nox\.session.*\ndef (\w+)\(", text, re.MULTILINE))


def read(path: Path) -> Any:
    yaml = pytest.importorskip("yaml", reason="development tool: pip install '.[dev]'")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_contributors_are_told_of_every_session_and_of_no_other() -> None:
    assert set(re.findall(r"nox -s (\w+)", CONTRIBUTING)) == sessions()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_only_sessions_that_there_are_and_may_write_nothing(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert set(re.findall(r"nox -s (\w+)", path.read_text(encoding="utf-8"))) <= sessions()


def test_the_workflow_tests_each_python_that_the_package_names() -> None:
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    jobs = read(ROOT / ".github" / "workflows" / "checks.yml")["jobs"]
    assert jobs["test"]["strategy"]["matrix"]["python"] == named
    assert "DRAGOMAN_TEST_POSTGRES" in jobs["test"]["env"]


def test_a_release_needs_no_password() -> None:
    publish = read(ROOT / ".github" / "workflows" / "release.yml")["jobs"]["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert "secrets" not in (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")


def test_each_hook_before_a_commit_runs_a_tool_of_the_development_environment() -> None:
    hooks = [hook for repo in read(ROOT / ".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]
    assert {hook["id"] for hook in hooks} == {"ruff", "ruff-format", "knowledge"}
    assert all(hook["language"] == "system" for hook in hooks)


@pytest.mark.parametrize("name", ["wrong-record", "fault"])
def test_a_form_for_issues_asks_for_what_is_needed(name: str) -> None:
    form = read(ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml")
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert form["name"] and form["description"]
    assert len({part["id"] for part in asked}) == len(asked)
    assert sum(part.get("validations", {}).get("required", False) for part in asked) >= 4


def test_each_waiting_change_has_a_kind_that_the_changelog_knows() -> None:
    kinds = {one["directory"] for one in PROJECT["tool"]["towncrier"]["type"]}
    waiting = [path.name for path in (ROOT / "changelog.d").glob("*") if path.name != "README.md"]
    assert [name for name in waiting if not re.fullmatch(rf"(\d+|\+[\w-]+)\.({'|'.join(kinds)})\.md", name)] == []


def test_pytest_alone_runs_in_one_process_and_the_readmes_command_in_parallel() -> None:
    assert "-n" not in PROJECT["tool"]["pytest"]["ini_options"]["addopts"].split()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^pip install .* && pytest .*-n auto", readme, re.MULTILINE)
