"""A desk as its readers have it: the real program, an archive coded from our example articles, Debian's Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent
PASSWORDS = {"anna": "a quiet river in May", "ben": "seven green bottles"}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


def _absent(what: str) -> None:
    """Skips with a reason; on the machine that checks everything nothing may be absent."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}: install it, the desk is tested in a browser")
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium."""
    found = shutil.which("chromium")
    if found is None:
        _absent("chromium is not installed (apt-get install chromium)")
    assert found is not None
    return found


@dataclass(frozen=True)
class Site:
    """A desk that is being served."""

    address: str
    archive: Path

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc


def _run(*arguments: str | Path, given: str | None = None) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dragoman", *map(str, arguments)],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The desk, served by the program."""
    archive = tmp_path_factory.mktemp("desk") / "archive.sqlite"
    sources = [ROOT / "examples" / "desk" / "articles.jsonl", ROOT / "examples" / "border-live.txt"]
    _run("ingest", *sources, HERE / "hostile.jsonl", "--archive", archive, "--offline")
    for name, password in PASSWORDS.items():
        _run("user", "add", name, "--archive", archive, given=f"{password}\n")
    server = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "serve", "--archive", str(archive), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    try:
        address = server.stdout.readline().strip().rstrip("/")
        assert address.startswith("http://127.0.0.1:"), address
        yield Site(address, archive)
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """One browser for all tests."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _absent("playwright is not installed (pip install 'dragoman[test]')")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, "--lang=en-GB"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, as its package ships it."""
    from importlib.resources import files

    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@dataclass
class Visit:
    """A page of the browser, and all that went wrong on it."""

    page: Any
    site: Site
    faults: list[str]

    def go(self, path: str, *, status: int = 200) -> Any:
        """Opens a page of the desk."""
        answer = self.page.goto(self.site.address + path)
        assert answer.status == status, f"{path}: {answer.status}"
        return answer

    def overflow(self) -> int:
        """By how much the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def sign_in(self, name: str) -> None:
        """Signs in by the form."""
        self.go("/signin")
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORDS[name])
        self.page.click("main button.main")
        self.page.wait_for_selector("text=Sign out")


@pytest.fixture
def visit(site: Site, browser: Any) -> Iterator[Any]:
    """Makes visits, each with cookies of its own; fails on errors and on requests to other hosts."""
    contexts = []
    faults: list[str] = []

    def make(**options: Any) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"} | options)
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: faults.append(f"{page.url}: {said.text}") if said.type == "error" else None)
        page.on("request", lambda asked: _same_host(asked.url, site, faults))
        return Visit(page, site, faults)

    yield make
    for context in contexts:
        context.close()
    assert not faults


def _same_host(url: str, site: Site, faults: list[str]) -> None:
    if urlsplit(url).netloc != site.host:
        faults.append(f"asked another host: {url}")
