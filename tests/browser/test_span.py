"""A span is a state: picked by mouse, finger, key and address; title, files, table, comparison and voice follow it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from pages import by_land, day_number, move_to, slider
from playwright.sync_api import expect
from test_page import PHONE
from test_taking import taken

from mapper.atlas import changes, state_on
from mapper.build import build

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page
    from world import World

    from mapper.atlas import Atlas

Go = "Callable[..., Visit]"
PACT = "nazi-soviet-pact.html"
DAYS = 9913  # of the atlas
DASH = "\N{EN DASH}"


def years(page: Page) -> Locator:
    return page.locator(".leaflet-control-layers-base label")


def year(page: Page, number: int) -> Locator:
    return years(page).filter(has_text=str(number))


def heading(page: Page) -> Locator:
    return page.locator("#desk-body .moment")


def on_strip(page: Page, day: str) -> tuple[float, float]:
    """Return where a day lies on the histogram of the ruler, on the screen."""
    box = page.locator(".strip").bounding_box()
    assert box
    share = (int(day_number(day)) - int(day_number("1918-11-11")) + 0.5) / DAYS
    return box["x"] + box["width"] * share, box["y"] + box["height"] * 0.7


def test_the_list_of_years_stays_open_by_mouse(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#lang=en").page
    page.locator(".leaflet-control-layers-toggle").hover()
    for number in (1932, 1938):
        year(page, number).click()
        expect(heading(page)).to_have_text(str(number))
    page.mouse.move(300, 400)
    expect(year(page, 1938)).to_be_visible()
    page.locator(".leaflet-control-layers-overlays label").first.click()
    expect(year(page, 1938)).to_be_visible()
    page.mouse.click(300, 400)
    expect(year(page, 1938)).to_be_visible()
    page.locator(".leaflet-control-layers-toggle").click()
    expect(year(page, 1938)).to_be_hidden()


def test_a_list_that_opened_under_the_pointer_closes_behind_it(visit: Go, site: Path) -> None:
    page = visit(site / PACT).page
    page.locator(".leaflet-control-layers-toggle").hover()
    expect(year(page, 1938)).to_be_visible()
    page.mouse.move(300, 400)
    expect(year(page, 1938)).to_be_hidden()


def test_the_list_of_years_stays_open_by_finger(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#lang=en", size=PHONE, has_touch=True).page
    page.locator(".leaflet-control-layers-toggle").tap()
    for number in (1932, 1938):
        year(page, number).tap()
        expect(page.locator(".title-date")).to_have_text(str(number))
    expect(year(page, 1938)).to_be_visible()


def test_the_list_of_years_is_gone_through_by_key(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1932&lang=en").page
    toggle = page.locator(".leaflet-control-layers-toggle")
    toggle.focus()
    page.keyboard.press("Enter")
    year(page, 1932).locator("input").focus()
    for number in (1933, 1934, 1935):
        page.keyboard.press("ArrowRight")
        expect(heading(page)).to_have_text(str(number))
        expect(year(page, number).locator("input")).to_be_focused()
    expect(page.locator('.unseen[role="status"]')).to_have_text(re.compile(r"^the year 1935, \d+ changes?$"))
    page.keyboard.press("Escape")
    expect(year(page, 1935)).to_be_hidden()
    expect(toggle).to_be_focused()
    expect(heading(page)).to_have_text("1935")


def test_a_year_is_picked_though_its_button_is_down_for_a_day(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1939-09-17&lang=en").page
    page.locator(".leaflet-control-layers-toggle").click()
    assert year(page, 1939).locator("input").is_checked()
    year(page, 1939).click()
    expect(heading(page)).to_have_text("1939")
    move_to(page, "1939-09-18")
    expect(page.locator(".title-date")).to_have_text("18 September 1939")
    assert year(page, 1939).locator("input").is_checked()


def test_a_click_on_the_ruler_picks_a_year_and_a_drag_a_span(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#lang=en").page
    page.mouse.click(*on_strip(page, "1932-07-01"))
    expect(heading(page)).to_have_text("1932")
    page.mouse.click(*on_strip(page, "1938-07-01"))
    expect(heading(page)).to_have_text("1938")
    expect(page).to_have_url(re.compile(r"date=1938&"))
    page.mouse.move(*on_strip(page, "1937-07-15"))
    page.mouse.down()
    page.mouse.move(*on_strip(page, "1938-03-15"), steps=3)
    expect(page.locator(".span-band")).to_be_visible()
    expect(heading(page)).to_have_text("1938")  # not before it is let go
    page.mouse.move(*on_strip(page, "1938-10-15"), steps=3)
    page.mouse.up()
    expect(heading(page)).to_have_text(f"July 1937 {DASH} October 1938")
    expect(page).to_have_url(re.compile(r"date=1937-07/1938-10&"))


def test_a_finger_picks_a_year_on_the_ruler(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#lang=en", size=PHONE, has_touch=True).page
    page.touchscreen.tap(*on_strip(page, "1940-07-01"))
    expect(page.locator(".title-date")).to_have_text("1940")


def test_two_handles_mend_a_span_by_mouse_and_key(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1939&lang=en").page
    start, end = (page.get_by_role("slider", name=name) for name in ("First day of the span", "Last day of the span"))
    expect(start).to_have_attribute("aria-valuetext", "1 January 1939")
    start.focus()
    start.press("ArrowRight")
    expect(heading(page)).to_have_text(f"2 January {DASH} 31 December 1939")
    start.press("PageUp")
    expect(heading(page)).to_have_text(f"February {DASH} December 1939")
    end.focus()
    end.press("PageDown")
    expect(heading(page)).to_have_text(f"February {DASH} November 1939")
    expect(end).to_have_attribute("aria-valuetext", "30 November 1939")
    expect(end).to_be_focused()
    box = page.locator(".span-band").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] + 8, box["y"] + box["height"] - 8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 100, box["y"] + box["height"] - 8, steps=4)
    page.mouse.up()
    expect(heading(page)).to_have_text(re.compile(rf"^1 February 1939 {DASH} \d+ \w+ 194[12]$"))
    slider(page).press("ArrowLeft")
    expect(start).to_be_hidden()
    expect(heading(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "shown", "address"),
    [
        ("1937", "1937", "1937"),
        ("1937-07", "July 1937", "1937-07"),
        ("1937-07/1938-10", f"July 1937 {DASH} October 1938", "1937-07/1938-10"),
        (f"1937{DASH}1938", f"1937{DASH}1938", "1937/1938"),
        (f"7 July 1937 {DASH} 13.12.1937", f"7 July {DASH} 13 December 1937", "1937-07-07/1937-12-13"),
        ("1937-07-07", "7 July 1937", "1937-07-07"),
        ("1918", "1918", "1918"),
    ],
)
def test_what_is_typed_stands_in_title_and_address_and_comes_back(
    visit: Go, site: Path, typed: str, shown: str, address: str
) -> None:
    page = visit(site / "japanese-advance.html", "#lang=en").page
    field = page.locator(".timebar .date-field")
    field.fill(typed)
    field.press("Enter")
    expect(page.locator(".title-date")).to_have_text(shown)
    expect(page).to_have_title(f"The Japanese advance, {shown}")
    expect(page).to_have_url(re.compile(f"date={re.escape(address)}&"))
    page.reload()
    page.wait_for_selector("html.ready")
    expect(page.locator(".title-date")).to_have_text(shown)
    expect(field).to_have_value(address)


def test_the_buttons_go_by_year_in_a_year_and_by_change_on_a_day(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1939&lang=en").page
    page.get_by_role("button", name="Next year").click()
    expect(heading(page)).to_have_text("1940")
    page.get_by_role("button", name="Previous year").click()
    page.get_by_role("button", name="Previous year").click()
    expect(heading(page)).to_have_text("1938")
    page.locator(".unit").select_option("month")
    expect(heading(page)).to_have_text("December 1938")
    page.get_by_role("button", name="Next month").click()
    expect(heading(page)).to_have_text("January 1939")
    page.locator(".unit").select_option("day")
    expect(page.locator(".title-date")).to_have_text("31 January 1939")
    page.get_by_role("button", name="Next change").click()
    expect(page.locator(".title-date")).to_have_text("14 March 1939")


def test_the_page_says_a_year_and_how_many_changes_it_had(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1938&lang=en").page
    shown = page.locator("#desk-body .span-changes > li").count()
    live = page.locator('.unseen[role="status"]')
    expect(live).to_have_text(f"the year 1938, {shown} changes")
    tree = page.locator("body").aria_snapshot()
    assert f"the year 1938, {shown} changes" in tree
    page.locator(".language").select_option("pl")
    expect(live).to_have_text(re.compile(rf"^rok 1938, {shown} zmian"))


def test_ways_lead_to_the_parts_of_a_long_year(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#date=1938&lang=en").page
    ways = page.locator("#desk-body .ways")
    happened = page.locator("#desk-body h2", has_text="What happened")
    expect(happened).not_to_be_in_viewport()
    ways.get_by_role("button", name=re.compile(r"^\d+ events$")).click()
    expect(happened).to_be_in_viewport(ratio=0.9)  # a fraction of a pixel may be cut
    expect(happened).to_be_focused()
    ways.get_by_role("button", name="gains and losses").press("Enter")
    expect(page.locator("#desk-body .scroll").first).to_be_focused()
    expect(page.locator("#desk-body caption")).to_be_in_viewport(ratio=0.9)
    expect(page).to_have_url(re.compile("date=1938&"))


def test_a_span_is_whole_in_the_date_field_of_a_desktop(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1936-07-18/1939-04-01&lang=en").page
    field = page.locator(".timebar .date-field")
    assert field.evaluate("e => e.scrollWidth <= e.clientWidth")
    move_to(page, "1939-09-17")
    expect(field).to_have_value("1939-09-17")
    assert field.evaluate("e => e.clientWidth") < 150  # and gives its room back


def test_files_of_a_year_bear_its_name_and_hold_its_end_and_its_changes(visit: Go, site: Path, atlas: Atlas) -> None:
    page = visit(site / PACT, "#date=1939&lang=en", accept_downloads=True).page
    page.locator("#tab-save").click()
    expect(page.locator("#desk-body")).to_contain_text("Files of 1939")
    with page.expect_download() as waiting:
        page.locator("#desk-body .buttons button", has_text="GeoJSON").click()
    assert waiting.value.suggested_filename == "nazi-soviet-pact-1939.geojson"
    features = json.loads(waiting.value.path().read_text(encoding="utf-8"))["features"]
    end = state_on(atlas, "1939-12-31")
    assert {f["id"]: f["properties"]["controller"] for f in features} == end.loc[
        end["theatre"] == "west", "controller"
    ].to_dict()
    head, *rows = csv.reader(io.StringIO(taken(page, "Changes shown").decode("utf-8")))
    assert head[:3] == ["date", "territory", "name"]
    assert all(row[0].startswith("1939-") for row in rows)
    table = changes(atlas)
    table = table[(table["theatre"] == "west") & table["day"].str.startswith("1939-")]
    wanted = table[["day", "territory", "controller_before", "controller"]].to_numpy().tolist()
    assert sorted([row[0], row[1], row[3], row[6]] for row in rows) == sorted(wanted)
    assert ["1939-10-28", "vilnius-region", "ussr", "lithuania"] in wanted
    picture = taken(page, r"View \(SVG\)").decode()
    assert "The Nazi-Soviet Pact, 1939<" in picture
    assert "15 Mar" in picture  # the days stand on the land, where they have room


def test_the_table_of_a_year_is_its_end_and_its_changes(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1939&lang=en").page
    changes = sum(
        len(one)
        for one in page.locator("#desk-body .span-changes > li").evaluate_all(
            "all => all.map(e => [...e.querySelectorAll('.chip')].map(c => c.textContent))"
        )
    )
    page.locator("#tab-table").click()
    captions = page.locator("#desk-body caption").all_text_contents()
    assert captions == ["What changed, 1939", "Who held which land on 31 December 1939", "Events on the map, 1939"]
    assert page.locator("#desk-body table").first.locator("tbody tr").count() == changes


def test_two_years_are_compared_by_their_ends(visit: Go, site: Path, atlas: Atlas) -> None:
    page = visit(site / "japanese-advance.html", "#date=1938&lang=en").page
    page.locator("#tab-compare").click()
    page.locator("#compare-field").fill("1930")
    page.locator("#compare-field").press("Enter")
    expect(page.locator(".title-date")).to_have_text("1930 | 1938")
    expect(page.locator(".divider-date.before")).to_have_text("1930")
    expect(page.locator(".divider-date.after")).to_have_text("1938")
    expect(page).to_have_url(re.compile(r"date=1938&.*compare=1930&"))
    before, after = (by_land(state_on(atlas, f"{one}-12-31")) for one in (1930, 1938))
    after = after[after["theatre"] == "east"]  # a campaign cuts some lands at the end of 1938, none at that of 1930
    was = before.loc[after["land"]].set_index(after.index)
    rule = ["controller", "sovereign", "status"]
    lands = page.locator("#desk-body .compare-results .chip").evaluate_all(
        "all => all.map(c => c.firstChild.textContent)"
    )
    assert set(lands) == set(after.loc[(was[rule] != after[rule]).any(axis=1), "name"])
    page.reload()
    expect(page.locator(".title-date")).to_have_text("1930 | 1938")


def test_an_event_of_the_year_is_opened_without_leaving_the_year(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#date=1937&lang=en").page
    page.locator("#desk-body .span-events button", has_text="Marco Polo Bridge").click()
    expect(page.locator("#desk-body .details h2")).to_contain_text("Marco Polo Bridge")
    expect(page.locator(".title-date")).to_have_text("1937")
    page.locator("#desk-body .details .when button").click()
    expect(page.locator(".title-date")).to_have_text("7 July 1937")


@pytest.mark.parametrize(("first", "folded"), [("1886", False), ("1885", True)])
def test_a_list_of_more_than_sixty_years_folds_into_decades(
    visit: Go, world: World, first: str, *, folded: bool
) -> None:
    for path in world.geodata.glob("*.*"):
        text = path.read_text(encoding="utf-8").replace("1918-11-11", f"{first}-01-01")
        path.write_text(text, encoding="utf-8")
    build(world.geodata, world.maps, world.root / "out")
    page = visit(world.root / "out" / "tiny.html", "#date=1905-06-01&lang=en").page
    page.locator(".leaflet-control-layers-toggle").click()
    assert page.locator(".decade").count() == (7 if folded else 0)
    assert years(page).count() == 1946 - int(first)
    expect(year(page, 1905)).to_be_visible()
    if folded:
        expect(year(page, 1931)).to_be_hidden()
        page.locator(".decade summary", has_text="1930").click()
    year(page, 1931).click()
    expect(heading(page)).to_have_text("1931")
    expect(year(page, 1931)).to_be_visible()
    expect(year(page, 1931).locator("input")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(heading(page)).to_have_text("1932")
