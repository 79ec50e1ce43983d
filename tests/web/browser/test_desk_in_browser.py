"""The desk in a real browser: every page readable by everyone, nothing loaded from elsewhere, review to and fro."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.slow

SCREENS = Path(__file__).resolve().parents[3] / "docs" / "screens"
PROCESS = "/p/drc-m23"
PAGES = {
    "changes": "/?since=2025-07-22",
    "first-visit": "/",
    "processes": "/p",
    "board": PROCESS,
    "all": "/p/all",
    "positions": f"{PROCESS}/positions",
    "positions-then": f"{PROCESS}/positions?as_of=2025-07-21",
    "timeline": f"{PROCESS}/timeline",
    "map": f"{PROCESS}/map",
    "brief": f"{PROCESS}/brief",
    "claim": "Drone attacks",
    "meeting": "Fifth round",
    "article": "/article/",
    "review": "/review",
    "review-disputed": "/review?kind=disputed",
    "review-same": "/review?kind=same",
    "search": "/search?q=ceasefire",
    "search-records": "/search?q=ceasefire&kind=records",
    "sign-in": "/signin",
    "help": "/about",
}
SHOWN = ("changes", "board", "map", "claim")
PHONE = {"width": 360, "height": 740}
# Pages made by the same template as another one: their colours and landmarks are those of the other.
ALIKE = {"all", "positions-then", "meeting", "review-disputed", "search-records", "first-visit"}
TOUCH = """() => { for (const one of document.querySelectorAll("main, main *"))
  for (const name of ["mouseover", "mouseenter", "focus", "pointerdown"]) one.dispatchEvent(new Event(name)); }"""


def fetched(site: Any, path: str) -> str:
    with urlopen(site.address + path) as answer:
        return str(answer.read().decode())


@pytest.fixture(scope="session")
def addresses(site: Any) -> dict[str, str]:
    """The address of each page; those of records are found on the board, as a reader finds them."""
    board = fetched(site, f"{PROCESS}?show=violence")
    found = dict(PAGES)
    for name, path in PAGES.items():
        if not path.startswith("/"):
            match = re.search(rf'<a href="(/claim/[^"]+)">{path}', board)
            assert match, path
            found[name] = match[1].replace("&amp;", "&")
    match = re.search(r'href="(/article/[^"]+at=[^"]+)"', fetched(site, found["claim"]))
    assert match
    found["article"] = match[1].replace("&amp;", "&")
    return found


def keep(page: Any, name: str) -> None:
    """A picture for the documentation, if it is asked for."""
    if os.environ.get("DRAGOMAN_SCREENS"):
        from PIL import Image

        SCREENS.mkdir(parents=True, exist_ok=True)
        image = Image.open(io.BytesIO(page.screenshot()))
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(SCREENS / f"{name}.png", optimize=True)


def violations(page: Any, axe: str, **options: Any) -> list[str]:
    """What axe finds: the rule, and the elements that break it."""
    options = {"resultTypes": ["violations"]} | options
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    found = page.evaluate("options => axe.run(document, options)", options)
    return [f"{one['id']}: {[n['html'][:120] for n in one['nodes'][:3]]}" for one in found["violations"]]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_in_light_and_dark_on_a_desk_and_on_a_phone(
    name: str, visit: Any, addresses: dict[str, str], axe: str
) -> None:
    there = visit(color_scheme="light")
    there.go(addresses[name])
    page = there.page
    assert page.locator("h1").count() == 1
    assert there.overflow() <= 0
    assert violations(page, axe) == []
    if name in SHOWN:
        keep(page, name)
    page.emulate_media(color_scheme="dark")
    if name not in ALIKE:
        assert violations(page, axe, runOnly=["color-contrast"]) == []
    if name == "timeline":
        keep(page, f"{name}-dark")
    for width in (360, 320):
        page.set_viewport_size({**PHONE, "width": width})
        assert there.overflow() <= 0, width
    if name == "board":
        page.set_viewport_size(PHONE)
        keep(page, f"{name}-phone")


def test_all_pages_work_without_scripts(visit: Any, addresses: dict[str, str]) -> None:
    there = visit(java_script_enabled=False, viewport=PHONE)
    for path in addresses.values():
        there.go(path)
        assert there.page.locator("main").inner_text().strip()
    there.go(f"{PROCESS}/positions")
    assert not there.page.locator("#slide").is_visible()
    there.page.click("text=Day before with news")
    assert "as_of=2025-07-30" in there.page.url
    there.page.fill("#as_of", "2025-07-20")
    there.page.click("form.asof button")
    assert "as_of=2025-07-20" in there.page.url
    there.page.fill(".find input", "monitoring mission")
    there.page.click(".find button")
    assert there.page.locator(".hit mark").count() > 0
    there.page.click("a.theme")
    assert there.page.locator("html").get_attribute("data-theme") == "dark"
    assert "/search" in there.page.url


def test_a_first_visit_explains_itself_and_the_next_one_remembers(visit: Any) -> None:
    there = visit()
    there.go("/")
    welcome = there.page.get_by_role("heading", name="Welcome")
    assert welcome.is_visible()
    there.go("/?since=2025-07-22")
    assert not welcome.is_visible()
    # Which change comes first is the reader's business.
    there.page.locator("li.change blockquote a").first.click()
    assert there.page.locator("mark.passage").count() > 0


def test_the_chosen_theme_stays(visit: Any) -> None:
    there = visit(color_scheme="light")
    there.go(PROCESS)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = there.page.evaluate(paper)
    there.page.click("a.theme")
    dark = there.page.evaluate(paper)
    assert dark != light
    there.go(f"{PROCESS}/map")
    assert there.page.evaluate(paper) == dark
    there.go(PROCESS)
    assert there.page.evaluate(paper) == dark


def test_positions_can_be_read_as_of_a_day_and_by_pointing_at_them(visit: Any) -> None:
    there = visit()
    there.go(f"{PROCESS}/positions")
    page = there.page
    changed = page.locator(".cell", has_text="changed").first
    changed.hover()
    assert "Before:" in page.locator(".pop").inner_text()
    keep(page, "positions-card")
    page.keyboard.press("Escape")
    assert page.locator(".pop").count() == 0
    page.focus("#slide")
    page.keyboard.press("Home")
    page.wait_for_url("**as_of=2025-07-14**")
    assert page.locator(".matrix").inner_text().count("changed") == 0
    assert page.get_by_text("This is what was known on Mon 14 July 2025").is_visible()


def test_tables_sort_and_charts_are_links_with_a_table_beside_them(visit: Any) -> None:
    there = visit()
    there.go(f"{PROCESS}/timeline")
    page = there.page
    assert page.locator("svg.axis a").count() > 10
    assert page.locator("svg.axis > desc").text_content()
    first = page.locator("#table tbody tr").first
    newest = first.inner_text()
    page.click("#table thead button >> nth=0")
    assert first.inner_text() != newest
    page.locator("svg.axis a", has_text="Round 6").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/claim/**")
    there.go(f"{PROCESS}/map")
    assert page.locator("svg.map .shade-2, svg.map .shade-1").count() == 1
    assert page.locator("svg.map a[aria-label^=Doha]").count() == 1
    # What is known as a country only has a row in the table, and no point of its own.
    assert page.locator("#places tbody tr").count() > page.locator("svg.map a[aria-label]").count() > 0


def test_the_keyboard_reaches_the_page_and_search(visit: Any) -> None:
    there = visit()
    there.go(PROCESS)
    there.page.keyboard.press("Tab")
    assert there.page.evaluate("document.activeElement.className") == "skip"
    there.page.keyboard.press("Enter")
    assert there.page.evaluate("document.activeElement.id") == "main"
    there.page.keyboard.press("/")
    assert there.page.evaluate("document.activeElement.name") == "q"


def test_the_brief_prints_without_the_frame(visit: Any) -> None:
    there = visit()
    there.go(f"{PROCESS}/brief")
    there.page.emulate_media(media="print")
    assert not there.page.locator("header.site").is_visible()
    assert there.page.locator("article.brief").is_visible()
    assert len(there.page.pdf()) > 10_000


def test_an_article_full_of_scripts_is_harmless(visit: Any, site: Any) -> None:
    there = visit()
    page = there.page
    found = json.loads(fetched(site, "/search.json?q=Goma&kind=articles"))
    paths = {one["href"] for one in found["hits"] if "script" in one["title"] or "HYPERLINK" in one["title"]}
    assert len(paths) == 2
    for path in [
        *paths,
        "/search?q=Goma",
        "/search?q=Goma&kind=records",
        PROCESS,
        f"{PROCESS}/brief",
        "/?since=2025-07-28",
    ]:
        there.go(path)
        page.evaluate(TOUCH)
        assert page.evaluate("window.harmed === undefined")
        links = page.evaluate("Array.from(document.querySelectorAll('[href]'), one => one.getAttribute('href'))")
        assert [one for one in links if not re.match(r"(/|#|https?://)", one)] == []
        assert page.locator("main script, main img, main [onclick], main [onmouseover]").count() == 0
        assert all("elsewhere.example" not in one for one in links)


def judge(there: Any, quote: str, key: str) -> None:
    """Goes to the record of a quote by the keys and judges it."""
    page = there.page
    there.go("/review")
    tasks = page.locator("[data-task]")
    texts = tasks.all_inner_texts()
    place = next(n for n, text in enumerate(texts) if quote in text)
    for _ in range(place):
        page.keyboard.press("j")
    assert quote in page.locator("[data-task].on").inner_text()
    with page.expect_navigation():
        page.keyboard.press(key)


def test_reviewers_judge_by_keys_and_the_dossier_follows_at_once(visit: Any, site: Any) -> None:
    anna, ben = visit(), visit()
    anna.sign_in("anna")
    anna.go("/review")
    keep(anna.page, "review")
    quotes = [q.strip("“”") for q in anna.page.locator("[data-task] blockquote:first-of-type q").all_inner_texts()]
    accepted, rejected = list(dict.fromkeys(quotes))[:2]
    before = json.loads(fetched(site, "/review.json"))["kinds"][0]["count"]
    judge(anna, accepted, "a")
    judge(anna, rejected, "r")
    assert json.loads(fetched(site, "/review.json"))["kinds"][0]["count"] < before
    anna.page.keyboard.press("?")
    assert anna.page.locator("dialog").is_visible()
    anna.page.keyboard.press("Escape")
    ben.sign_in("ben")
    judge(ben, accepted, "a")
    judge(ben, rejected, "r")
    assert "alpha is 1.00" in ben.page.locator("section", has_text="Do reviewers agree?").last.inner_text()


def test_a_rejected_attack_leaves_the_board_and_a_corrected_one_changes(visit: Any) -> None:
    there = visit()
    there.sign_in("anna")
    page = there.page
    board = f"{PROCESS}?show=violence"
    there.go(board)
    page.locator("#violence a", has_text="Shelling by M23 on civilians").first.click()
    page.wait_for_url("**/claim/**")
    address = page.url.removeprefix(there.site.address)
    page.keyboard.press("c")
    page.locator("details[data-correct] form").last.locator("select").select_option("killed")
    page.locator("details[data-correct] form").last.locator("input[name=value]").fill("31-33")
    with page.expect_navigation():
        page.locator("details[data-correct] form").last.locator("button").click()
    assert "corrected" in page.locator("section", has_text="Reviewers' judgements").last.inner_text()
    assert "31 to 33" in page.locator("main").inner_text()
    there.go(board)
    assert "31 to 33" in page.locator("#violence").inner_text()
    there.go(address)
    with page.expect_navigation():
        page.locator("button[data-key=r]").click()
    there.go(board)
    assert "31 to 33" not in page.locator("#violence").inner_text()
    there.go(address)
    assert page.get_by_text("this record counts nowhere").is_visible()


def test_a_form_of_another_site_is_refused_and_reading_needs_no_name(visit: Any) -> None:
    there = visit()
    there.go("/review")
    assert there.page.locator("button[name=verdict]").count() == 0
    answer = there.page.request.post(
        f"{there.site.address}/review/judge", form={"verdict": "wrong", "one": "e0", "csrf": "guessed"}
    )
    assert answer.status in {401, 403}
