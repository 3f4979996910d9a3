"""Two dates in one view: the twin shows the other date up to the divider, the panel says who gained and lost what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages import holders, move_to, rest, slider
from playwright.sync_api import expect

from mapper.atlas import state_on

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.atlas import Atlas

Go = "Callable[..., Visit]"

LOOKS = 25  # at a page that is to come to rest


def test_both_dates_are_on_the_map(visit: Go, site: Path, atlas: Atlas) -> None:
    seen = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&compare=1939-08-23&lang=en")
    lands = {
        "nowogrodek": ({"Soviet Union, occupied"}, {"Poland"}),
        "kielce-radom": ({"Germany, occupied"}, {"Poland"}),
        "lublin": ({"Germany, occupied", "Poland"}, {"Poland"}),  # the campaign is not over there
        "estonia": ({"Estonia"}, {"Estonia"}),
    }
    for land, (now, before) in lands.items():
        assert holders(seen.page, atlas, land, "#map_west") == now
        assert holders(seen.page, atlas, land, "#map_west_other") == before
    expect(seen.page.locator(".divider-date.before")).to_have_text("23 Aug 1939")
    expect(seen.page.locator(".divider-date.after")).to_have_text("28 Sept 1939")
    expect(seen.page.locator(".title-date")).to_have_text("23 Aug 1939 | 28 Sept 1939")
    seen.assert_quiet()


@pytest.mark.parametrize(("compare", "side"), [("1939-08-23", "left"), ("1941-07-05", "right")])
def test_the_earlier_date_stands_left(visit: Go, site: Path, compare: str, side: str) -> None:
    page = visit(site / "nazi-soviet-pact.html", f"#date=1939-09-28&compare={compare}&divider=30").page
    clip = page.locator("#map_west_other").evaluate("e => getComputedStyle(e).clipPath")
    cut = {"left": "inset(0px calc(", "right": "inset(0px 0px 0px calc("}  # the twin is cut on the other side
    assert clip.startswith(cut[side]), clip
    line, plate = (page.locator(one).bounding_box() for one in (".divider-line", "#map_west"))
    assert line
    assert plate
    assert (line["x"] - plate["x"]) / plate["width"] == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize("name", ["nazi-soviet-pact", "soviet-foreign-policy"])
def test_no_name_is_cut_by_the_divider_where_it_rests(visit: Go, site: Path, name: str) -> None:
    page = visit(site / f"{name}.html", "#date=1939-09-28&compare=1939-08-23&lang=en").page
    cut = """() => [...document.querySelectorAll('.plate-frame')].flatMap(frame => {
        const line = frame.querySelector('.divider-line').getBoundingClientRect().left;
        const names = [...frame.querySelectorAll('.powers text, .regions text, .town-name')];
        const boxes = names.map(e => [e.textContent, e.getBoundingClientRect()]);
        const across = boxes.filter(([, box]) => box.left < line && box.right > line);
        return [names.length > 5, ...across.map(([text]) => text)]; })"""
    plates = page.locator(".plate-frame").count()
    expect(page.locator(".divider-line").first).to_be_visible()
    for divider in (50, 40, 62):
        page.locator("input.divider").first.fill(str(divider))
        for _ in range(LOOKS):  # it comes to rest, then names are set: how soon depends on the machine
            rest(page, 200)
            if (found := page.evaluate(cut)) == [True] * plates:
                break
        assert found == [True] * plates, divider


def test_the_divider_takes_no_room_from_the_view(visit: Go, site: Path) -> None:
    seen = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&compare=1939-08-23&divider=12&lang=en")
    page = seen.page
    view = """() => { const map = Object.values(window).find(one => one instanceof L.Map);
        const { lat, lng } = map.getCenter(); return [lat, lng, map.getZoom()]; }"""
    rest(page, 600)
    found = []
    for divider in (12, 90, 50):
        page.locator("input.divider").first.fill(str(divider))
        rest(page, 400)
        page.get_by_role("button", name="Back to the opening view").click()
        rest(page, 400)
        found.append(page.evaluate(view))
    assert found[1] == pytest.approx(found[0], abs=0.01)
    assert found[2] == pytest.approx(found[0], abs=0.01)
    seen.assert_quiet()


def test_the_twin_follows_the_map_and_the_divider_the_keys(visit: Go, site: Path) -> None:
    page = visit(site / "soviet-foreign-policy.html", "#date=1940-08-06&compare=1939-08-23&lang=en").page
    where = """id => { const { e, f } = document.querySelector(`#${id} .plate`).getScreenCTM();
        const map = document.getElementById(id).getBoundingClientRect();
        const seen = [...document.querySelectorAll(`#${id} path.territory`)].map(p => p.getBoundingClientRect())
            .filter(p => p.left > map.left && p.right < map.right && p.top > map.top && p.bottom < map.bottom);
        return [e, f, Math.max(...seen.map(p => p.width))].map(Math.round); }"""
    box = page.locator("#map_east").bounding_box()
    assert box
    page.mouse.move(box["x"] + 120, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 350, steps=4)
    page.mouse.up()
    page.mouse.wheel(0, -300)
    rest(page, 800)
    one, other = (page.evaluate(where, id_) for id_ in ("map_east", "map_east_other"))
    assert one == pytest.approx(other, abs=1)
    divider = page.get_by_role("slider", name=re.compile("divider", re.IGNORECASE)).first
    divider.focus()
    divider.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"divider=51"))
    expect(divider).to_have_attribute("aria-valuetext", "23 Aug 1939 | 6 Aug 1940")


def test_gains_and_losses_are_those_of_the_atlas(visit: Go, site: Path, atlas: Atlas) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1940-08-07&compare=1939-08-23&lang=en").page
    rows = page.locator("#desk-body table tbody tr").evaluate_all(
        "all => all.map(r => [...r.cells].map(c => c.textContent))"
    )
    before, after = (
        state_on(atlas, day)[lambda state: state["theatre"] == "west"] for day in ("1939-08-23", "1940-08-07")
    )
    gained = float(before.loc[(after["controller"] == "ussr") & (before["controller"] != "ussr"), "km2"].sum())
    row = next(row for row in rows if row[0] == "Soviet Union")
    assert row[1] == f"+{round(gained, -2):,.0f} km²"
    lands = page.locator("#desk-body .changes .chip").evaluate_all("all => all.map(e => e.firstChild.textContent)")
    rule = ["controller", "sovereign", "status"]
    moved = before[(before[rule] != after[rule]).any(axis=1)]
    assert sorted(lands) == sorted(moved["name"])
    faded = page.locator("#map_west path.territory.faded:not(.none)").count()
    assert faded == len(before) - len(moved)


def test_a_comparison_ends_and_leaves_nothing(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&lang=en").page
    page.locator("#tab-compare").click()
    field = page.locator("#compare-field")
    field.fill("never")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("23.8.1939")
    field.press("Enter")
    expect(page.locator(".divider")).to_be_visible()
    expect(page).to_have_url(re.compile("compare=1939-08-23"))
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".divider, .twin")).to_have_count(0)
    assert page.locator("path.territory.faded").count() == 0
    move_to(page, "1939-10-01")
    expect(slider(page)).to_have_attribute("aria-valuetext", "1 October 1939")


@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (360, 640)], ids=["desktop", "phone", "small phone"])
def test_a_date_that_is_refused_says_why_and_a_result_is_in_sight_and_read_out(
    visit: Go, site: Path, size: tuple[int, int]
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&lang=en", size=viewport).page
    if size[0] < 600:
        page.locator(".sheet-head .raise").click()
    page.locator("#tab-compare").click()
    field = page.locator("#compare-field")
    why = page.locator(f"#{field.get_attribute('aria-describedby')}[role=alert]")
    for typed, words in (
        ("foo", "“foo” is not a date. Write a day as 1939-09-17 or 17 September 1939, "),
        ("1950", "“1950” lies outside this atlas, which runs from 11 November 1918 to 31 December 1945."),
        ("1939-02-30", "“1939-02-30” is not a day of the calendar."),
    ):
        field.fill(typed)
        field.press("Enter")
        expect(why).to_contain_text(words)
        expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("1st Sept 1939")
    field.press("Enter")
    expect(why).to_be_empty()
    expect(field).to_have_attribute("aria-invalid", "false")
    gains = page.locator("#desk-body .lead-figure")
    expect(gains).to_have_text(
        re.compile(r"^Poland \u2212[\d,]+ km², Soviet Union \+[\d,]+ km², Germany \+[\d,]+ km²$")
    )
    expect(gains).to_be_in_viewport(ratio=1)
    expect(page.locator("#desk-body table tbody tr").first).to_be_in_viewport(ratio=1)
    said = page.locator(".atlas > .unseen[role=status]")
    expect(said).to_have_text(f"From 1 September 1939 to 28 September 1939: {gains.inner_text()}")
    expect(page.locator(".legend .legend-toggle")).to_have_attribute("aria-expanded", "false")


def test_the_day_field_says_why_a_date_is_refused(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&lang=pl").page
    field = page.locator(".timebar .date-field")
    for typed, words in (("1950", "leży poza czasem tego atlasu"), ("1939-02-30", "W kalendarzu nie ma dnia")):
        field.fill(typed)
        field.press("Enter")
        expect(page.locator(".atlas > .unseen[role=status]")).to_contain_text(words)
        assert words in field.evaluate("field => field.validationMessage")


def test_a_power_has_details(visit: Go, site: Path, atlas: Atlas) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1930-06-01&lang=en").page
    page.locator("#tab-search").click()
    page.locator("#search-field").fill("Danzig")
    page.locator("#search-results button", has_text="Free City").first.click()
    details = page.locator("#desk-body .details")
    expect(details.locator("h2")).to_have_text("Free City of Danzig")
    expect(details).to_contain_text("free city")
    area = state_on(atlas, "1930-06-01").loc[lambda state: state["controller"] == "danzig", "km2"].sum()
    expect(details).to_contain_text(f"{round(area, -1):,.0f} km²")
    kept = page.locator("#map_west path.territory:not(.faded, .none)")
    assert kept.evaluate_all("all => all.map(e => e.getAttribute('aria-label'))") == [
        "Danzig: Free City of Danzig, free city"
    ]
    details.get_by_text("Days on which").click()
    details.get_by_role("button", name="1 Sept 1939").click()
    expect(slider(page)).to_have_attribute("aria-valuetext", "1 September 1939")
    expect(details).to_contain_text("held no land")
    page.keyboard.press("Escape")
    assert page.locator("path.territory.faded").count() == 0


def test_the_legend_and_a_land_lead_to_a_power(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-08-01&lang=en&view=56,24,5").page
    page.locator(".legend").get_by_role("button", name="Latvia", exact=True).click()
    expect(page.locator("#desk-body .details h2")).to_have_text("Latvia")
    page.locator('path.territory[aria-label^="Zemgale"], path.territory[aria-label^="Courland"]').first.dispatch_event(
        "click"
    )
    page.locator("#desk-body .facts").get_by_role("button", name="Latvia").first.click()
    expect(page.locator("#desk-body .details .kicker")).to_have_text("power")


def test_a_town_is_clicked(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&layers=control,towns&view=54.6,24,4&lang=en").page
    page.locator('[data-place="warsaw"] circle').click()
    expect(page.locator("#desk-body .details h2")).to_have_text("Warsaw")
    expect(page.locator("#desk-body .details")).to_contain_text("It lies in: Warsaw (left bank)")
