"""Access: axe-core finds nothing to object to, everything is reached by keyboard, and the page says what it shows."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from npm import node_modules
from pages import area, blob_in, by_land, move_to, rest, shown, slider
from playwright.sync_api import expect
from test_page import MAPS, PHONE
from world import ROOT

from mapper.atlas import state_on

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from mapper.atlas import Atlas

DESKTOP = {"width": 1280, "height": 800}
SIZES = {"desktop": DESKTOP, "phone": PHONE}
Go = "Callable[..., Visit]"


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the source of axe-core, from npm by our lock file."""
    return (node_modules() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds wrong in the page as it stands, one line each."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(axe + "; undefined")
    # of what passes, one element a rule is told: all of them would be thousands
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 5, "axe-core checked nothing"
    return [
        f"{rule['id']}: {node['html'][:160]}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def open_desk(page: Page) -> None:
    if page.locator("#desk-body").is_hidden():
        page.locator(".sheet-head .raise").click()


def open_land(page: Page) -> None:
    """Open the details of the land that the tab key reaches."""
    page.locator('path.territory[tabindex="0"]').first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#desk-body .details")).to_be_visible()


def open_layers(page: Page) -> None:
    page.locator(".leaflet-control-layers-toggle").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-control-layers-expanded")).to_have_count(1)


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_no_violation(visit: Go, site: Path, axe: str, name: str, size: str, scheme: str) -> None:
    page = visit(site / f"{name}.html", size=SIZES[size], color_scheme=scheme).page
    found = {"at the start": violations(page, axe)}
    open_land(page)
    found["with a land's details"] = violations(page, axe)
    page.keyboard.press("Escape")
    open_layers(page)
    found["with the layer control open"] = violations(page, axe)
    page.keyboard.press("Escape")
    open_desk(page)
    page.locator("#tab-story").click()
    page.locator("#desk-body .plain-button").first.click()
    expect(page.locator(".story-title")).to_be_visible()
    found["in a story"] = violations(page, axe)
    assert {state: lines for state, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("date", "size", "scheme"),
    [("1937", "desktop", "light"), ("1937", "phone", "dark"), ("1937-07/1938-10", "desktop", "dark")],
)
def test_axe_finds_no_violation_in_a_year_or_a_span(
    visit: Go, site: Path, axe: str, date: str, size: str, scheme: str
) -> None:
    fragment = f"#date={date}&lang=en"
    page = visit(site / "japanese-advance.html", fragment, size=SIZES[size], color_scheme=scheme).page
    found = {"a span": violations(page, axe)}
    open_desk(page)
    found["its changes"] = violations(page, axe)
    page.locator("#tab-table").click()
    found["its table"] = violations(page, axe)
    page.locator("#tab-search").click()
    page.locator("#search-field").fill("westerplatte")
    found["a hit on another map"] = violations(page, axe)
    page.locator("#search-field").fill("cairns")
    found["a hit in a text"] = violations(page, axe)
    assert {state: lines for state, lines in found.items() if lines} == {}


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light")])
def test_axe_finds_no_violation_where_agreed_stands_beside_held(
    visit: Go, site: Path, axe: str, size: str, scheme: str
) -> None:
    fragment = "#date=1939-09-28&compare=agreed&lang=en"
    page = visit(site / "nazi-soviet-pact.html", fragment, size=SIZES[size], color_scheme=scheme).page
    open_desk(page)
    expect(page.locator(".lead-figure")).to_be_visible()
    assert violations(page, axe) == []


@pytest.mark.parametrize(
    ("moment", "size", "scheme"),
    [
        ("1939-09-28&compare=1939-08-23", "desktop", "light"),
        ("1939", "desktop", "dark"),
        ("1938-03/1939-09-28&compare=1937", "phone", "dark"),
        ("1939-09-28", "phone", "light"),
    ],
)
def test_axe_finds_no_violation_in_a_panel(
    visit: Go, site: Path, axe: str, moment: str, size: str, scheme: str
) -> None:
    fragment = f"#date={moment}&lang=en"
    page = visit(site / "soviet-foreign-policy.html", fragment, size=SIZES[size], color_scheme=scheme).page
    open_desk(page)
    found = {}
    for height in ("half", "full") if size == "phone" else ("",):
        if height == "full":
            page.locator(".sheet-head .raise").click()
        if height:
            expect(page.locator(".atlas")).to_have_attribute("data-sheet", height)
        for tab in ("claims", "search", "compare", "chart", "table", "save"):
            page.locator(f"#tab-{tab}").click()
            if tab == "search":
                page.locator("#search-field").fill("w")
            found[f"{tab} {height}"] = violations(page, axe)
    assert {tab: lines for tab, lines in found.items() if lines} == {}


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "dark"), ("phone", "light")])
@pytest.mark.parametrize("words", ["Quiz", "Outline"])
def test_axe_finds_no_violation_in_the_sheets_for_a_class(
    visit: Go, site: Path, axe: str, words: str, size: str, scheme: str
) -> None:
    fragment = "#date=1936-07-18/1936-12-31&lang=en"
    page = visit(site / "spanish-civil-war.html", fragment, size=SIZES[size], color_scheme=scheme).page
    open_desk(page)
    page.locator("#tab-save").click()
    page.locator(".buttons button", has_text=words).click()
    page.wait_for_selector(".sheets[data-ready]")
    assert violations(page, axe) == []


@pytest.mark.parametrize(
    ("size", "scheme", "lang"), [("desktop", "light", "en"), ("desktop", "dark", "pl"), ("phone", "dark", "en")]
)
def test_axe_finds_no_violation_in_the_index(
    browser: Any, site: Path, axe: str, size: str, scheme: str, lang: str
) -> None:
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, offline=True)
    page = context.new_page()
    page.goto(f"file://{site}/index.html")
    if lang == "pl":
        page.get_by_role("link", name="Polski").click()
    assert page.locator("section:visible").get_attribute("lang") == lang
    assert page.locator("h1:visible").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page, axe) == []
    context.close()


def test_everything_is_reached_by_the_tab_key_and_shows_its_focus(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html").page
    reached = set()
    unseen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        what, shown, label = page.evaluate(
            """() => {
            const e = document.activeElement, style = getComputedStyle(e);
            const inner = getComputedStyle(e.querySelector('.disc, .hit') || e);
            const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
            const stroked = e instanceof SVGElement && parseFloat(inner.strokeWidth) >= 2.5;
            return [String(e.getAttribute('class') || e.tagName).split(' ')[0], ringed || stroked,
                e.getAttribute('aria-label') || e.textContent.trim().slice(0, 40) || e.outerHTML.slice(0, 80)];
            }"""
        )
        if what == "BODY":
            break
        reached.add(what)
        if not shown:
            unseen.append((what, label))
    assert {"time-range", "territory", "mark", "leaflet-control-layers-toggle", "date-field", "tool"} <= reached, (
        reached
    )
    assert unseen == []


def test_enter_opens_a_land_arrows_go_on_and_escape_closes(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html").page
    open_land(page)
    first = page.locator("#desk-body .details h2").text_content()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("#desk-body .details h2")).not_to_have_text(first or "")
    page.keyboard.press("Escape")
    expect(page.locator("#desk-body .details")).to_have_count(0)


def test_the_live_region_says_what_changed(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html").page
    move_to(page, "1939-09-17")
    live = page.locator('.unseen[role="status"]')
    expect(live).to_contain_text("17 September 1939")
    expect(live).to_contain_text("Soviet Union")
    slider(page).press("End")
    expect(live).to_contain_text("31 December 1945")
    expect(slider(page)).to_have_attribute("aria-valuetext", "31 December 1945")


@pytest.mark.parametrize(
    ("name", "day"),
    [("nazi-soviet-pact", "1939-10-01"), ("japanese-advance", "1933-03-04"), ("soviet-foreign-policy", "1941-12-08")],
)
def test_the_table_of_states_is_the_map(visit: Go, site: Path, atlas: Atlas, name: str, day: str) -> None:
    page = visit(site / f"{name}.html").page
    move_to(page, day)
    page.locator("#tab-table").click()
    table = page.locator("#desk-body table", has=page.locator("caption")).first
    expect(table.locator("caption")).to_contain_text(f"{date.fromisoformat(day):%-d %B %Y}")
    rows = table.evaluate("t => [...t.tBodies[0].rows].map(r => [...r.cells].map(c => c.textContent))")
    rows = [[re.sub(r" \(part: .*\)$", " (part)", cell) for cell in row] for row in rows]  # with its towns
    rows = [[held.replace("in law the ", "in law "), *rest] for held, *rest in rows]
    state = by_land(state_on(atlas, day))
    state = state[state["theatre"].isin(blob_in(page)["map"]["theatres"])]
    names, lands = atlas.polities["name"], atlas.territories
    words = blob_in(page)["i18n"]["en"]
    wanted, labels = [], set()
    for (land, holder, law, status), part in state.groupby(["land", "controller", "sovereign", "status"]):
        km2 = float(part["km2"].round(2).sum())
        name = lands["name"][land] if km2 > 0.98 * lands["km2"][land] else f"{lands['name'][land]} (part)"
        how = "" if (status, law) == ("sovereign", holder) else f" ({words[f'status.{status}']})"
        held = names[holder] + how + ("" if law == holder else f", in law {names[law]}")
        wanted.append([held, name, area(km2)])
        labels.add(
            f"{lands['name'][land]}: {names[holder]}"
            + (f", {words[f'status.{status}']}" if status != "sovereign" else "")
        )
    assert sorted(rows) == sorted(wanted)  # each land once a holder, though zones cut it
    assert set(shown(page)) == labels


def test_land_bears_the_name_of_its_power_on_the_day_though_nothing_else_changed(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1929-10-02&view=46,17,4&layers=control&lang=en").page
    bosnia = page.locator('path.territory[aria-label^="Bosnia: "]')
    expect(bosnia).to_have_attribute("aria-label", "Bosnia: Kingdom of Serbs, Croats and Slovenes")
    move_to(page, "1929-10-03")
    expect(bosnia).to_have_attribute("aria-label", "Bosnia: Yugoslavia")
    expect(page.locator(".powers .power", has_text="YUGOSLAVIA")).to_have_count(1)
    move_to(page, "1929-10-02")
    expect(bosnia).to_have_attribute("aria-label", "Bosnia: Kingdom of Serbs, Croats and Slovenes")


def test_nothing_moves_where_motion_is_unwanted(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", reduced_motion="reduce").page
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(e => {
        const s = getComputedStyle(e), played = s.animationName !== 'none';
        return parseFloat(s.transitionDuration) > 0.01 || (played && parseFloat(s.animationDuration) > 0.01);
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert moving == []
    before = slider(page).input_value()
    page.locator("button.play").click()
    rest(page, 1000)
    assert slider(page).input_value() != before  # it goes on by steps, which nothing animates
    assert page.evaluate("document.getAnimations().length") == 0
    page.locator("button.play").click()
    stopped = slider(page).input_value()
    rest(page, 1800)
    assert slider(page).input_value() == stopped


@pytest.mark.parametrize("name", ["nazi-soviet-pact", "soviet-foreign-policy"])
def test_text_twice_as_large_loses_nothing(visit: Go, site: Path, name: str) -> None:
    page = visit(site / f"{name}.html").page
    for share in ("100%", "200%"):
        page.evaluate("share => { document.documentElement.style.fontSize = share; }", share)
        rest(page, 300)
        check_that_nothing_is_lost(page)


def check_that_nothing_is_lost(page: Page) -> None:
    lost = page.evaluate(
        """() => [...document.querySelectorAll('.timebar button, .timebar input, .timebar select, .timebar output,'
            + '.desk-head button, .desk-head select, .tabs button, .title-block h1, .title-date, .legend-toggle')]
        .filter(e => e.checkVisibility()).filter(e => {
            const b = e.getBoundingClientRect();
            const off = b.left < -1 || b.top < -1 || b.right > innerWidth + 1 || b.bottom > innerHeight + 1;
            const cut = e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).overflow !== 'visible';
            return off || (cut && e.tagName !== 'INPUT');
        }).map(e => e.outerHTML.slice(0, 90))"""
    )
    assert lost == []
    covered = page.evaluate(
        """() => { const a = document.querySelector('.title-block').getBoundingClientRect();
        return [...document.querySelectorAll('.legend, .leaflet-control')].filter(e => {
            const b = e.getBoundingClientRect();
            return a.right > b.left && a.left < b.right && a.bottom > b.top && a.top < b.bottom;
        }).map(e => e.className); }"""
    )
    assert covered == []


def test_days_are_read_as_words_everywhere(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html").page
    day = date(1931, 9, 17)
    move_to(page, day.isoformat())
    for _ in range(3):
        slider(page).press("ArrowRight")
        day += timedelta(days=1)
        expect(slider(page)).to_have_attribute("aria-valuetext", f"{day:%-d %B %Y}")


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the documents, without its maps, which have tests of their own."""
    out = tmp_path_factory.mktemp("documents")
    subprocess.run([sys.executable, ROOT / "docs" / "site.py", out, "--no-maps"], check=True)
    return out


@pytest.mark.parametrize("size", SIZES)
def test_the_documents_open_from_the_disk(browser: Browser, documents: Path, axe: str, size: str) -> None:
    with browser.new_context(viewport=SIZES[size], offline=True) as context:
        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.on(
            "request", lambda request: None if request.url.startswith(("file:", "data:")) else told.append(request.url)
        )
        names = ("teaching.html", "change.html", "schema.html", "commands.html", "search.html?q=vilnius")
        for name in names:
            page.goto(f"file://{documents}/{name}")
            if name.startswith("search"):
                expect(page.locator("#search-results li").first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is too wide"
            assert told == [], name
        for name in names:  # apart, for axe itself tries to read style sheets, which a file may not
            page.goto(f"file://{documents}/{name}")
            assert violations(page, axe) == [], name
