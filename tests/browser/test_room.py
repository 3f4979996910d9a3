"""Room for the map: nothing lies over what a step, a search or a tap leads to, at any size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pages import blob_in, move_to, rest, slider
from playwright.sync_api import expect
from test_page import MAPS, PHONE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

SIZES = {"1440": (1440, 900), "1366": (1366, 768), "tablet": (820, 1180), "phone": (375, 667)}
TIGHT = ("1366", "tablet", "phone")  # what has room there has it on a larger desktop
DAYS = {
    "Wilno": "1939-09-20",
    "Memel": "1939-03-23",
    "Viipuri": "1940-03-13",
    "Cernăuți": "1940-06-28",
    "Danzig": "1939-09-01",
    "Kiev": "1920-05-07",
    "Lwów": "1919-05-17",
    "Teschen": "1938-10-02",
    "Hanko": "1940-03-22",
    "Uzhhorod": "1939-03-15",
}
Go = "Callable[..., Visit]"

# What covers points of the plates, given as [theatre, lon, lat]; a point out of sight is covered by the edge.
COVERS = """points => {
    const parts = '.side, .legend, .title-block, .locator, .leaflet-control, .credits, .timebar, .readout';
    const covers = [...document.querySelectorAll(parts)].filter(e => e.checkVisibility())
        .map(e => [String(e.className.baseVal ?? e.className), e.getBoundingClientRect()]);
    return points.flatMap(([theatre, lon, lat, name]) => {
        const map = window[`map_${theatre}`], frame = map.getContainer().getBoundingClientRect();
        const at = map.latLngToContainerPoint([lat, lon]), x = frame.left + at.x, y = frame.top + at.y;
        const within = b => x > b.left && x < b.right && y > b.top && y < b.bottom;
        const by = within(frame) ? covers.filter(([, b]) => within(b)).map(([n]) => n) : ['the edge'];
        return by.map(one => `${name}: ${one}`);
    });
}"""
SETTLED = 260  # milliseconds after which names and panels have followed


def points_of(blob: dict[str, Any]) -> list[list[list[Any]]]:
    """Return for each step of a story the points that it leads to: the middles of its views, its events of the day."""
    windows = {name: theatre["window"] for name, theatre in blob["theatres"].items()}
    steps = []
    for step in blob["map"]["story"]:
        points = [[theatre, lon, lat, "the middle"] for theatre, (lat, lon, _) in step["views"].items()]
        for event in blob["events"]:
            if event["earliest"] != step["date"] or f"events:{event['theme']}" not in step["layers"]:
                continue
            for theatre in step["views"]:
                west, south, east, north = windows[theatre]
                if west <= event["lon"] <= east and south <= event["lat"] <= north:
                    points.append([theatre, event["lon"], event["lat"], event["id"]])
        steps.append(points)
    return steps


def open_story(page: Page, size: str) -> str:
    """Begin the story; return the selector of the button to the next step."""
    if size == "phone":
        page.locator(".sheet-head .raise").click()
    page.locator("#tab-story").click()
    page.locator("#desk-body .plain-button").first.click()
    return ".sheet-head [data-label='story.next']" if size == "phone" else ".story-bar button:nth-child(2)"


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("size", TIGHT)
def test_no_step_of_a_story_is_covered(visit: Go, site: Path, name: str, size: str) -> None:
    width, height = SIZES[size]
    page = visit(site / f"{name}.html", "#lang=en", size={"width": width, "height": height}).page
    steps = points_of(blob_in(page))
    further = open_story(page, size)
    covered: dict[int, Any] = {}
    for number, points in enumerate(steps, start=1):
        expect(page).to_have_url(re.compile(rf"step={number}\b"))
        rest(page, SETTLED)
        if found := page.evaluate(COVERS, points):
            covered[number] = found
        if number < len(steps):
            page.locator(further).click()
    assert covered == {}


@pytest.mark.parametrize("size", TIGHT)
def test_nothing_lies_over_the_place_searched_for_nor_the_legend_over_the_map(visit: Go, site: Path, size: str) -> None:
    width, height = SIZES[size]
    page = visit(site / "nazi-soviet-pact.html", "#lang=en", size={"width": width, "height": height}).page
    places = blob_in(page)["places"]
    if size == "phone":
        page.locator(".sheet-head .raise").click()
    for name, day in DAYS.items():
        move_to(page, day)
        page.locator("#tab-search").click()
        page.locator("#search-field").fill(name)
        hit = page.locator("#search-results button", has_text="town").first
        found = (hit.text_content() or "").split("town")[0]
        hit.click()
        rest(page, SETTLED)
        place = next(one for one in places if found.startswith(tuple(one["name"].values())))
        assert page.evaluate(COVERS, [["west", place["lon"], place["lat"], name]]) == [], (name, day)
        over = page.evaluate(
            """() => { const a = document.querySelector('.legend').getBoundingClientRect();
            const b = document.querySelector('.plates').getBoundingClientRect();
            return a.width && a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top; }"""
        )
        assert not over


def test_a_closed_desk_leaves_the_legend_beside_the_map_and_a_closed_legend_all_room(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#lang=en", size={"width": 1440, "height": 900}).page
    width = "document.querySelector('.stage').clientWidth"
    with_desk = page.evaluate(width)
    page.get_by_role("button", name="Close the panel").click()
    with_legend = page.evaluate(width)
    expect(page.locator(".legend-body")).to_be_visible()
    page.locator(".legend-toggle").click()
    assert with_desk < with_legend < page.evaluate(width) == 1440
    expect(page.locator(".legend-toggle")).to_be_visible()


def sheet(page: Page) -> str | None:
    return page.locator(".atlas").get_attribute("data-sheet")


def test_the_sheet_of_a_phone_has_three_heights_by_buttons_keys_and_finger(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#lang=en", size=PHONE, has_touch=True).page
    more = page.get_by_role("button", name="More of the panel")
    less = page.get_by_role("button", name="Less of the panel")
    heights = [page.locator(".side").bounding_box()["height"]]
    assert sheet(page) == "peek"
    for stop in ("half", "full"):
        more.click()
        assert sheet(page) == stop
        heights.append(page.locator(".side").bounding_box()["height"])
    assert heights[0] < 60
    assert 200 < heights[1] < heights[2]
    less.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert sheet(page) == "peek"
    head = page.locator(".sheet-line").bounding_box()
    assert head
    x, y = head["x"] + 40, head["y"] + 10
    for to, stop in ((330, "half"), (110, "full"), (560, "peek")):
        grip = page.locator(".sheet-line").bounding_box()
        page.mouse.move(x, grip["y"] + 10)
        page.mouse.down()
        page.mouse.move(x, to, steps=6)
        rest(page, 700)  # slowly: a flick goes to the next stop
        page.mouse.up()
        assert sheet(page) == stop
    page.mouse.click(x, y)
    assert sheet(page) == "half"


def test_on_a_phone_what_was_tapped_comes_into_the_middle_of_the_map_that_is_left(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-20&lang=en", size=PHONE, has_touch=True).page
    page.touchscreen.tap(80, 470)
    expect(page.locator("#desk-body .details")).to_be_visible()
    held = page.locator("#desk-body .answer").text_content() or ""
    expect(page.locator(".sheet-line")).to_contain_text(held)
    frame = page.locator("#map_west").bounding_box()
    picked = page.locator("path.picked").bounding_box()
    assert frame
    assert picked
    assert frame["height"] < 330  # the map has shrunk over the sheet
    middle = frame["y"] + frame["height"] / 2
    assert picked["y"] < middle < picked["y"] + picked["height"]
    page.get_by_role("button", name="Less of the panel").click()
    assert page.locator("path.picked:not(.none)").count() == 0


def test_of_two_maps_a_phone_shows_the_one_that_was_tapped(visit: Go, site: Path) -> None:
    page = visit(site / "soviet-foreign-policy.html", "#lang=en", size=PHONE, has_touch=True).page
    page.touchscreen.tap(120, 400)
    expect(page.locator("#desk-body .details")).to_be_visible()
    expect(page.locator("#map_west")).to_be_hidden()
    expect(page.locator("#map_east")).to_be_visible()
    page.get_by_role("button", name="Less of the panel").click()
    expect(page.locator("#map_west")).to_be_visible()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_story_is_scrolled_with_the_map_pinned(visit: Go, site: Path, motion: str) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#lang=en", reduced_motion=motion).page
    page.locator("#tab-story").click()
    assert "step=" not in page.url
    body = page.locator("#desk-body")
    body.hover()
    for _ in range(40):
        page.mouse.wheel(0, 160)
        rest(page, 250)  # the address follows when the scroll rests
        if "step=" in page.url:
            break
    expect(page).to_have_url(re.compile(r"step=\d"))
    expect(page.locator(".story-step[aria-current]")).to_have_count(1)
    title = page.locator(".story-title")
    before = slider(page).get_attribute("aria-valuetext") or ""
    body.focus()
    for _ in range(40):  # as often as it takes: a slow machine glides more slowly
        page.keyboard.press("PageDown")
        rest(page, 300)
        if title.text_content() == "The end of the pact":
            break
    expect(title).to_have_text("The end of the pact", timeout=20_000)
    assert slider(page).get_attribute("aria-valuetext") != before
    page.locator(".story-bar").get_by_role("button", name="Back").click()
    expect(title).to_be_focused()
    expect(title).to_be_in_viewport()
    expect(page).to_have_url(re.compile("step=9"))
    rest(page, 1500)  # the panel glides, and the steps that it passes are not told
    expect(page).to_have_url(re.compile("step=9"))
    page.locator(".story-bar").get_by_role("button", name="Leave").click()
    expect(page.locator(".story-bar")).to_be_hidden()


def test_the_pointer_reads_out_land_holder_and_status(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-10-01&view=54.7,25.3,6&layers=control&lang=en").page
    box = page.locator("#map_west").bounding_box()
    assert box
    at = (box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 + 30)
    page.mouse.move(*at)
    readout = page.locator(".readout")
    expect(readout).to_have_text("Vilnius regionSoviet Union (occupied), in law Poland")
    there = readout.bounding_box()
    assert there
    assert there["x"] > at[0]
    assert there["y"] > at[1]
    edge = (box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)
    page.mouse.move(*edge)
    expect(readout).to_contain_text("Soviet")
    there = readout.bounding_box()
    assert there
    assert there["x"] + there["width"] < edge[0]
    assert there["y"] + there["height"] < edge[1]
    page.mouse.move(5, 790)
    expect(readout).to_be_hidden()


def test_a_locator_shows_which_part_is_in_view_once_it_is_a_part(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#view=55,24,2&lang=en").page
    expect(page.locator(".locator")).to_be_hidden()
    page = visit(site / "nazi-soviet-pact.html", "#view=54.7,25.3,6&lang=en").page
    expect(page.locator(".locator")).to_be_visible()
    part, whole = page.locator(".locator-part").bounding_box(), page.locator(".locator").bounding_box()
    assert part
    assert whole
    assert part["width"] < whole["width"] / 3
    assert abs(part["x"] + part["width"] / 2 - whole["x"] - whole["width"] / 2) < whole["width"] / 5
