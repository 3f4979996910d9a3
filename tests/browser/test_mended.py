"""What hindered a reader once, and does so no more."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from pages import move_to, rest, slider
from playwright.sync_api import expect
from test_page import MAPS, PHONE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

Go = "Callable[..., Visit]"
PACT = "nazi-soviet-pact.html"
SETTLED = 450  # milliseconds after which the address has followed


def entries(page: Page) -> int:
    rest(page, SETTLED)
    found: int = page.evaluate("history.length")
    return found


def test_the_field_says_the_date_that_is_shown(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1939-08-23&lang=en").page
    field = page.locator(".timebar .date-field")
    for typed, shown in (("17.9.1939", "1939-09-17"), ("1 September 1939", "1939-09-01")):
        field.fill(typed)
        field.press("Enter")
        expect(field).to_have_value(shown)
        rest(page, SETTLED)
    expect(field).to_be_focused()
    page.go_back()
    expect(page.locator(".title-date")).to_have_text("17 September 1939")
    expect(field).to_have_value("1939-09-17")
    page.locator("button.play").dispatch_event("click")  # the focus stays in the field
    expect(page.locator(".title-date")).not_to_have_text("17 September 1939")
    page.locator("button.play").dispatch_event("click")
    rest(page, SETTLED)
    expect(page).to_have_url(re.compile(f"date={field.input_value()}&"))


def test_what_is_being_typed_is_left_alone_and_escape_lets_it_go(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1939-08-23&lang=en").page
    field = page.locator(".timebar .date-field")
    field.press_sequentially("x")
    page.evaluate("document.querySelector('.next').click()")
    expect(page.locator(".title-date")).to_have_text("28 August 1939")
    expect(field).to_have_value(re.compile("x"))
    field.press("Escape")
    expect(field).to_have_value("1939-08-28")


def test_a_double_click_at_the_last_zoom_is_no_error(visit: Go, site: Path) -> None:
    seen = visit(site / PACT, "#view=52,21,9&lang=en")
    seen.page.mouse.dblclick(500, 400)
    rest(seen.page, SETTLED)
    assert seen.messages == []
    expect(seen.page).to_have_url(re.compile(",9&"))


def test_stepping_and_playing_leave_no_trace_in_the_history(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1939-08-23&lang=en").page
    before = entries(page)
    for _ in range(3):
        page.get_by_role("button", name="Next change").click()
        entries(page)
        slider(page).press("ArrowRight")
        entries(page)
    page.locator(".speed").select_option("fast")
    page.locator("button.play").click()
    rest(page, 2500)
    page.locator("button.play").click()
    assert entries(page) == before
    move_to(page, "1940-06-17")
    expect(page).to_have_url(re.compile("date=1940-06-17"))
    assert entries(page) == before + 1
    page.locator(".timebar .date-field").fill("1941")
    page.locator(".timebar .date-field").press("Enter")
    expect(page).to_have_url(re.compile("date=1941"))
    assert entries(page) == before + 2
    page.get_by_role("button", name="Next year").click()
    assert entries(page) == before + 2
    page.go_back()
    expect(page.locator(".title-date")).to_have_text("17 June 1940")


def test_a_theme_is_kept_in_the_address(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#lang=en", color_scheme="light").page
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    before = entries(page)
    page.get_by_role("button", name="Light or dark").click()
    expect(page).to_have_url(re.compile("theme=dark"))
    assert entries(page) == before
    page.reload()
    page.wait_for_selector("html.ready")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != ground
    page.get_by_role("button", name="Light or dark").click()
    expect(page).to_have_url(re.compile("theme=light"))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground


@pytest.mark.parametrize(("locale", "lang"), [("pl-PL", "pl"), ("en-GB", "en"), ("de-DE", "de"), ("fr-FR", "en")])
def test_the_index_opens_in_the_language_of_the_browser(browser: Any, site: Path, locale: str, lang: str) -> None:
    page = browser.new_context(offline=True, locale=locale).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text))
    page.goto(f"file://{site}/index.html")
    assert page.locator("section:visible").get_attribute("lang") == lang
    expect(page.locator("html")).to_have_attribute("lang", lang)
    page.get_by_role("link", name="English" if lang == "pl" else "Polski").click()
    expect(page.locator("html")).to_have_attribute("lang", "en" if lang == "pl" else "pl")
    assert errors == []
    page.context.close()


@pytest.mark.parametrize("name", MAPS)
def test_play_is_near_and_a_link_skips_to_the_panel(visit: Go, site: Path, name: str) -> None:
    page = visit(site / f"{name}.html", "#lang=en").page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the panel")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box
    assert box["y"] >= 0
    stops = 1
    while not page.evaluate("document.activeElement.classList.contains('play')"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops < 12
    skip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#desk-body")).to_be_focused()
    assert "desk-body" not in page.url


OUTER = """<!DOCTYPE html><body style="margin:0;height:3000px"><iframe src="{map}" width="900" height="600"></iframe>"""


def test_the_wheel_over_an_embedded_map_scrolls_the_page_unless_a_key_is_held(
    browser: Any, site: Path, tmp_path: Path
) -> None:
    outer = tmp_path / "outer.html"
    outer.write_text(OUTER.format(map=f"file://{site}/{PACT}#lang=en"), encoding="utf-8")
    page = browser.new_context(offline=True, viewport={"width": 1000, "height": 700}).new_page()
    page.goto(f"file://{outer}")
    frame = page.frame_locator("iframe")
    expect(frame.locator("html.ready")).to_be_attached()
    inner = page.frames[1]
    zoom = "document.querySelector('.leaflet-control-scale-line').textContent"
    before = inner.evaluate(zoom)
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 200)
    page.wait_for_function("scrollY > 100")
    expect(frame.locator(".wheel-hint")).to_be_visible()
    assert inner.evaluate(zoom) == before
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.keyboard.up("Control")
    expect(frame.locator(".leaflet-control-scale-line")).not_to_have_text(before)
    assert page.evaluate("scrollY") == 0
    page.context.close()


def test_a_page_without_an_address_of_its_own_works(browser: Any, site: Path) -> None:
    page = browser.new_context(offline=True, viewport={"width": 1000, "height": 700}).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content('<iframe sandbox="allow-scripts" width="900" height="600"></iframe>')
    page.evaluate("text => { document.querySelector('iframe').srcdoc = text; }", (site / PACT).read_text("utf-8"))
    frame = page.frame_locator("iframe")
    expect(frame.locator("html.ready")).to_be_attached()
    frame.locator(".timebar .date-field").fill("1939")
    frame.locator(".timebar .date-field").press("Enter")
    expect(frame.locator(".title-date")).to_have_text("1939")
    rest(page, SETTLED)
    assert errors == []
    page.context.close()


@pytest.mark.parametrize(("name", "date"), [("nazi-soviet-pact", "1939"), ("soviet-foreign-policy", "1939-09-28")])
def test_text_twice_as_large_loses_nothing_on_a_phone(visit: Go, site: Path, name: str, date: str) -> None:
    page = visit(site / f"{name}.html", f"#date={date}&lang=en", size=PHONE).page
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    rest(page, 300)
    page.locator("button.more").click()
    rest(page, 300)
    # the row of tabs scrolls: each must come into sight whole
    lost = """wanted => [...document.querySelectorAll(wanted)].filter(e => e.checkVisibility()).filter(e => {
        if (e.role === 'tab') e.scrollIntoView({block: 'nearest', inline: 'nearest', behavior: 'instant'});
        const b = e.getBoundingClientRect();
        const off = b.left < -1 || b.top < -1 || b.right > innerWidth + 1 || b.bottom > innerHeight + 1;
        const cut = e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).overflow !== 'visible';
        return off || (cut && e.tagName !== 'INPUT');
    }).map(e => e.outerHTML.slice(0, 90))"""
    wanted = (
        ".timebar button, .timebar input, .timebar select, .title-date, .title-block button, .sheet-head button,"
        " .leaflet-control-layers-toggle, .atlas:not(.low) .title-block h1"  # a low map's title is read out alone
    )
    assert page.evaluate(lost, wanted) == []
    years = page.locator(".year").evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect()).map(b => [b.left, b.right])"
    )
    assert len(years) > 1
    assert all(right < left for (_, right), (left, _) in pairwise(sorted(years)))
    page.locator(".sheet-head .raise").click()
    assert page.evaluate(lost, ".sheet-head button, .desk-head button, .desk-head select, .tabs button") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    body = page.locator("#desk-body").bounding_box()
    assert body
    assert body["height"] > 100


def test_a_power_has_its_article_within_a_sentence(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1941-01-01&as=united-states&lang=en").page
    expect(page.locator("#desk-body")).to_contain_text("Seen otherwise by the United States, 1 January 1941")
    move_to(page, "1939-09-17")
    expect(page.locator("#desk-body")).to_contain_text("from Poland to the Soviet Union (occupied)")


@pytest.mark.parametrize("lang", ["en", "pl", "de", "lt"])
@pytest.mark.parametrize("width", [1440, 820, 720])
def test_the_tabs_stand_in_even_rows_and_tools_on_one(visit: Go, site: Path, lang: str, width: int) -> None:
    page = visit(site / PACT, f"#lang={lang}", size={"width": width, "height": 900}).page
    tabs = page.locator(".tabs button:visible").evaluate_all(
        "all => all.map(e => [e.getBoundingClientRect().y, e.scrollWidth <= e.clientWidth])"
    )
    rows = [sum(y == other for other, _ in tabs) for y in sorted({y for y, _ in tabs})]
    assert rows == [4, 4]
    assert all(whole for _, whole in tabs)
    tools = page.locator(".desk-head .tool:visible").evaluate_all("all => all.map(e => e.getBoundingClientRect().y)")
    assert len(tools) == 5
    assert len(set(tools)) == 1 or width < 768


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}])
def test_a_step_alone_in_the_address_leads_to_its_day_and_text(visit: Go, site: Path, size: dict[str, int]) -> None:
    page = visit(site / PACT, "#step=3&lang=en", size=size).page
    expect(page.locator(".title-date")).to_have_text("21 August 1939")
    expect(page.locator(".story-title")).to_be_in_viewport()
    expect(page).to_have_url(re.compile("date=1939-08-21.*step=3"))
    before = entries(page)
    page.evaluate("location.hash = 'step=4'")
    expect(page.locator(".title-date")).to_have_text("23 August 1939")
    expect(page.locator(".story-title")).to_have_text("23 August: the spheres")
    assert entries(page) == before + 1


def test_a_span_of_two_days_is_whole_in_the_date_field_of_a_phone(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1936-07-18/1939-04-01&lang=en", size=PHONE).page
    field = page.locator(".timebar .date-field")
    expect(field).to_have_value("1936-07-18/1939-04-01")
    assert field.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_the_title_of_two_maps_is_no_larger_than_its_words(visit: Go, site: Path) -> None:
    page = visit(site / "soviet-foreign-policy.html", "#lang=en", size=PHONE).page
    title = page.locator("h1").bounding_box()
    assert title
    assert title["height"] < 20  # one line
    page.set_viewport_size({"width": 1440, "height": 900})
    frame = page.locator(".title-block").bounding_box()
    assert frame
    assert frame["width"] < 320


def test_spain_fills_the_width_of_a_phone(visit: Go, site: Path) -> None:
    page = visit(site / "spanish-civil-war.html", "#lang=en", size=PHONE).page
    left, right = page.evaluate(
        """() => { const held = [...document.querySelectorAll('path.territory:not(.none)')]
            .filter(e => /: (Spanish Republic|Nationalist Spain)/.test(e.getAttribute('aria-label')))
            .map(e => e.getBoundingClientRect());
        return [Math.min(...held.map(b => b.left)), Math.max(...held.map(b => b.right))]; }"""
    )
    assert left < PHONE["width"] * 0.15
    assert right > PHONE["width"] * 0.85


def test_a_comparison_that_ends_while_the_map_zooms_leaves_no_fault(visit: Go, site: Path) -> None:
    walk = visit(site / PACT, "#date=1939-09-17&compare=1937&lang=en")
    page = walk.page
    expect(page.locator(".twin")).to_have_count(1)
    for _ in range(3):
        page.locator(".leaflet-control-zoom-in").first.click()
        rest(page, 120)
        page.evaluate("location.hash = 'date=1939-09-17'")
        expect(page.locator(".twin")).to_have_count(0)
        rest(page, 400)
        page.evaluate("location.hash = 'date=1939-09-17&compare=1937'")
        expect(page.locator(".twin")).to_have_count(1)
    walk.assert_quiet()
