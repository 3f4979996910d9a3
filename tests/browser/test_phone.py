"""A phone as a new user holds it: four tasks by touch alone, on what is in sight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages import blob_in, rest
from playwright.sync_api import expect
from test_page import PHONE
from test_room import COVERS, SETTLED

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

Go = "Callable[..., Visit]"
SPAN = "1931\N{EN DASH}1933"
HELD = {"size": PHONE, "has_touch": True, "is_mobile": True}


def set_date(page: Page, words: str) -> None:
    field = page.locator(".timebar .date-field")
    field.tap()
    field.fill(words)
    field.press("Enter")


def search(page: Page, words: str) -> None:
    page.locator(".sheet-head .raise").tap()
    page.locator("#tab-search").tap()
    page.locator("#search-field").tap()
    page.locator("#search-field").fill(words)
    page.locator("#search-results button").first.tap()


def test_who_held_wilno_is_read_beside_its_place_on_the_map(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#lang=en", **HELD).page
    set_date(page, "1939-09-20")
    expect(page.locator(".sheet-line")).to_have_text(
        re.compile(r"^Poland → Soviet Union, \d\d,\d00 km²( and \d more)?$")
    )
    search(page, "Wilno")
    answer = page.locator("#desk-body .answer").first
    expect(answer).to_have_text("Soviet Union (occupied), in law Poland")
    expect(answer).to_be_in_viewport(ratio=1)
    expect(page.locator(".sheet-line")).to_have_text("Wilno · Soviet Union (occupied), in law Poland")
    expect(page.locator(".town-name", has_text="Wilno")).to_be_in_viewport(ratio=0.99)
    rest(page, SETTLED)
    assert page.evaluate(COVERS, [["west", 25.28, 54.69, "Wilno"]]) == []


def test_the_fall_of_a_capital_is_the_line_of_its_day(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&lang=pl", **HELD).page
    expect(page.locator(".sheet-line")).to_have_text(
        re.compile(r"^Warszawa: Polska → Niemcy, \d\d\d\skm² i\sjeszcze \d$")
    )


def test_a_name_and_a_date_are_asked_for_together(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#lang=en", **HELD).page
    search(page, "Wilno 20 September 1939")
    expect(page.locator(".timebar .date-field")).to_have_value("1939-09-20")
    expect(page.locator("#desk-body .answer").first).to_have_text("Soviet Union (occupied), in law Poland")
    facts = page.locator("#desk-body .facts").first
    expect(facts).to_contain_text(re.compile("Since.*19 September 1939.*Until.*27 October 1939"))  # of the town
    page.locator("#tab-search").tap()
    page.locator("#search-field").fill("who held Wilno then")
    expect(page.locator("#desk-body [role=status]")).to_contain_text("0 hits. All names count")


def test_when_hankow_fell_is_told_on_any_day(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#date=1933-05-31&lang=en", **HELD).page
    search(page, "Hankow")
    expect(page.locator("#desk-body .facts").first).to_contain_text(re.compile("Until.*24 October 1938"))
    fell = page.locator("#desk-body ol.chain > li", has_text="25 Oct 1938")
    expect(fell.locator(".chain-rule")).to_have_text("Japan (occupied)")
    fell.locator("button").first.tap()
    expect(page.locator("#desk-body .answer").first).to_have_text("Japan (occupied), in law China")
    whole = page.locator("#desk-body .facts").get_by_role("button", name="whole on 6 July 1937")
    whole.tap()
    expect(page.locator("#desk-body .facts")).to_contain_text("6 July 1937; The war in China, 1937-45: each part")


def test_a_story_is_followed_to_its_end_with_one_tap_a_step(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#lang=en", **HELD).page
    steps = blob_in(page)["map"]["story"]
    page.locator(".sheet-head .raise").tap()
    page.locator("#tab-story").tap()
    page.get_by_role("button", name="Begin").tap()
    further = page.locator(".sheet-head [data-label='story.next']")
    for number, step in enumerate(steps, start=1):
        expect(page).to_have_url(re.compile(rf"date={step['date']}.*step={number}\b"))
        expect(page.locator(".story-title")).to_have_text(step["title"]["en"])
        expect(page.locator(".story-title")).to_be_in_viewport(ratio=1)
        expect(page.locator("#map_west")).to_be_in_viewport(ratio=0.9)
        if number < len(steps):
            further.tap()
    expect(further).to_be_disabled()


def test_what_the_pact_gave_to_whom_and_what_was_held(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#lang=en", **HELD).page
    page.locator(".sheet-head .raise").tap()
    page.get_by_role("button", name="Show agreed | held").tap()
    expect(page.locator(".sheet-line")).to_contain_text("were held by another than was agreed")
    expect(page.locator("#desk-body .lead-figure")).to_be_in_viewport(ratio=1)
    expect(page.locator(".divider-date.before")).to_be_in_viewport(ratio=1)
    page.locator(".sheet-head .raise").tap()
    body = page.locator("#desk-body")
    for row in ("Soviet Union", "Germany"):
        figures = body.locator("tbody tr", has_text=row).first
        expect(figures).to_be_in_viewport(ratio=1)
        assert len(re.findall(r"[\d,]+ km²", figures.inner_text())) == 3
    assert body.locator(".scroll").first.evaluate("e => e.scrollWidth <= e.clientWidth")
    expect(body).to_contain_text("In the sphere of interest of the Soviet Union, and Latvia's own")
    set_date(page, "1940-08-07")  # and what happened then
    expect(body).not_to_contain_text("Latvia's own")
    page.get_by_role("button", name="Stop", exact=True).tap()
    expect(page.locator(".divider")).to_have_count(0)


def test_manchuria_from_1931_to_1933_is_printed_with_its_quiz(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#lang=en", **HELD).page
    set_date(page, "1931/1933")
    expect(page.locator(".title-date")).to_have_text(SPAN)
    search(page, "Mukden")
    expect(page.locator("#desk-body .answer").first).to_have_text("Manchukuo (puppet state), in law China")
    page.locator("#tab-save").tap()
    page.locator(".buttons button", has_text="Quiz").tap()
    page.wait_for_selector(".sheets[data-ready]")
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    for sheet in page.locator(".sheet").all():
        box = sheet.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]  # whole, if small
    assert SPAN in page.locator(".sheet").first.inner_text()
    page.locator(".sheets-bar").get_by_role("button", name="Print").tap()
    assert page.evaluate("window.printed")
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(pages) == page.locator(".sheet").count() == 3  # the longer answers on one of their own, with the sources
    page.locator(".sheets-bar").get_by_role("button", name="Close").tap()
    expect(page.locator(".title-date")).to_have_text(SPAN)


def test_a_low_map_under_large_text_keeps_its_date_and_nothing_that_lies_on_it(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#lang=en", **HELD).page
    page.locator(".sheet-head .raise").tap()
    expect(page.locator(".credits")).to_be_visible()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    expect(page.locator(".leaflet-control-scale")).to_be_hidden()
    date, sheet = (page.locator(one).bounding_box() for one in (".title-block", ".side"))
    assert date
    assert sheet
    assert page.locator(".title-date").is_visible()
    assert date["y"] + date["height"] < sheet["y"]
    page.locator(".sheet-head [data-label='sheet.less']").tap()
    expect(page.locator(".credits")).to_be_visible()


SMALL = """least => [...document.querySelectorAll('.side, .timebar')].flatMap(one =>
    [one, ...one.querySelectorAll('a, button, input, select, summary, textarea')])
    .filter(e => e.matches('a, button, input, select, summary, textarea') && e.checkVisibility())
    .filter(e => !e.closest('.citations, .sources li, .print-sources'))
    .map(e => [e, e.getBoundingClientRect()]).filter(([, {width}]) => width)
    .filter(([, {width, height}]) => width < least || height < least)
    .map(([e, {width, height}]) => `${e.className} ${e.textContent.slice(0, 20)} ${width} x ${height}`)"""
TABS = ("day", "story", "claims", "legend", "search", "compare", "chart", "table", "save")


@pytest.mark.parametrize("size", [(390, 844), (360, 640)], ids=str)
@pytest.mark.parametrize("lang", ["en", "pl"])
def test_every_target_has_room_for_a_finger_and_nothing_is_cut(
    visit: Go, site: Path, size: tuple[int, int], lang: str
) -> None:
    held = {**HELD, "size": {"width": size[0], "height": size[1]}}
    page = visit(site / "nazi-soviet-pact.html", f"#date=1939-09-28&lang={lang}", **held).page
    for _ in ("half", "full"):
        page.locator(".sheet-head .raise").tap()
        for tab in TABS:
            page.locator(f"#tab-{tab}").click()
            assert page.evaluate(SMALL, 24) == [], tab
            wide = "e => e.scrollWidth - e.clientWidth"
            assert page.locator("#desk-body").evaluate(wide) <= 0, tab


def test_a_row_of_tabs_that_goes_on_throws_a_shadow_at_its_edge(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#lang=en", **HELD).page
    page.locator(".sheet-head .raise").tap()
    tabs = page.locator(".tabs")
    assert tabs.evaluate("e => e.scrollWidth > e.clientWidth")
    assert tabs.evaluate("e => getComputedStyle(e).backgroundAttachment") == "local, local, scroll, scroll"


@pytest.mark.parametrize(("missed", "meant"), [(12, True), (24, False)])
def test_a_finger_that_misses_a_mark_by_a_little_means_the_mark(
    visit: Go, site: Path, missed: int, *, meant: bool
) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&lang=en", **HELD).page
    box = page.locator('.mark[aria-label^="Brest handed over"]').first.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + missed)
    heading = page.locator("#desk-body .details h2")
    expect(heading).to_be_visible()
    assert (heading.text_content() == "Brest handed over") == meant
