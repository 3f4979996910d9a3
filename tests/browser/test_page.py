"""What a user does: open a map without a network, move in time, toggle, click, and come back by the address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages import blob_in, holder, holders, move_to, rest, slider
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.atlas import Atlas


MAPS = ["nazi-soviet-pact", "japanese-advance", "soviet-foreign-policy", "spanish-civil-war"]
PHONE = {"width": 375, "height": 667}
Go = "Callable[..., Visit]"


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE], ids=["desktop", "phone"])
def test_a_map_opens_from_a_file_without_a_network(visit: Go, site: Path, name: str, size: dict[str, int]) -> None:
    seen = visit(site / f"{name}.html", size=size)
    assert seen.page.locator("path.territory").count() > 50
    seen.assert_quiet()


def test_the_index_leads_to_every_map(browser: object, site: Path) -> None:
    page = browser.new_context(offline=True).new_page()  # type: ignore[attr-defined]
    page.goto(f"file://{site}/index.html")
    links = page.get_by_role("listitem").get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == [f"{name}.html" for name in MAPS]
    links.first.click()
    page.wait_for_selector("html.ready")
    page.go_back()
    page.get_by_role("link", name="Polski").click()
    assert [link.get_attribute("href") for link in links.all()] == [f"{name}.html#lang=pl" for name in MAPS]
    links.first.click()
    page.wait_for_selector("html.ready[lang=pl]")
    page.context.close()


def test_the_slider_shows_the_powers_of_the_day(visit: Go, site: Path, atlas: Atlas) -> None:
    page = visit(site / "nazi-soviet-pact.html").page
    poland, german, soviet = "Poland", "Germany, occupied", "Soviet Union, occupied"
    days = {
        "1939-08-31": (poland, poland, poland),
        "1939-09-16": (german, poland, poland),
        "1939-09-18": (german, soviet, poland),
        "1939-09-28": (german, soviet, soviet),
        "1940-08-06": (german, "Soviet Union, annexed", "Germany, annexed"),
    }
    for day, powers in days.items():
        move_to(page, day)
        assert tuple(holder(page, atlas, land) for land in ("warsaw", "nowogrodek", "suwalki")) == powers, day


def test_a_land_in_a_campaign_changes_hands_town_by_town(visit: Go, site: Path, atlas: Atlas) -> None:
    page = visit(site / "nazi-soviet-pact.html").page
    poland, soviet = "Poland", "Soviet Union, occupied"
    for day, powers in {"1939-09-16": {poland}, "1939-09-17": {poland, soviet}, "1939-09-19": {soviet}}.items():
        move_to(page, day)
        assert holders(page, atlas, "nowogrodek") == powers, day


def test_the_slider_can_be_dragged(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html").page
    box = slider(page).bounding_box()
    assert box
    low, high = (int(slider(page).get_attribute(name) or 0) for name in ("min", "max"))
    share = (int(slider(page).input_value()) - low) / (high - low)
    page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    words = slider(page).get_attribute("aria-valuetext") or ""
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ 192[3-7]", words), words


def test_the_slider_speaks_in_days(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html").page
    move_to(page, "1939-09-17")
    expect(slider(page)).to_have_attribute("aria-valuetext", "17 September 1939")
    slider(page).press("ArrowRight")
    expect(slider(page)).to_have_attribute("aria-valuetext", "18 September 1939")


def test_a_year_toggle_and_the_slider_are_one_state(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html").page
    page.locator(".leaflet-control-layers-toggle").first.hover()
    years = page.locator(".leaflet-control-layers-base input")
    assert years.count() == 28
    page.locator(".leaflet-control-layers-base label", has_text="1925").click()
    assert (slider(page).get_attribute("aria-valuetext") or "").endswith(" 1925")
    move_to(page, "1940-06-17")
    checked = page.locator(".leaflet-control-layers-base label:has(input:checked)")
    expect(checked).to_have_text(re.compile(r"\s*1940\s*"))
    expect(slider(page)).to_have_attribute("aria-valuetext", "17 June 1940")


def test_next_and_previous_change_land_on_the_days_of_the_data(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1940-06-20").page
    slider(page).press("PageUp")
    expect(slider(page)).to_have_attribute("aria-valuetext", "28 June 1940")
    page.get_by_role("button", name=re.compile("previous change", re.IGNORECASE)).click()
    expect(slider(page)).to_have_attribute("aria-valuetext", "17 June 1940")
    slider(page).press("PageDown")
    expect(slider(page)).to_have_attribute("aria-valuetext", "15 June 1940")


def test_a_finger_swipes_to_the_next_and_the_previous_change(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1940-06-20&lang=en", size=PHONE, has_touch=True).page
    box = page.locator(".time-tools").bounding_box()
    assert box
    touch = page.context.new_cdp_session(page)

    def swipe(dx: int, dy: int = 0) -> None:
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for kind, points in (
            ("touchStart", [{"x": x, "y": y}]),
            ("touchMove", [{"x": x + dx, "y": y + dy}]),
            ("touchEnd", []),
        ):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    swipe(-90)
    expect(slider(page)).to_have_attribute("aria-valuetext", "28 June 1940")
    swipe(90)
    expect(slider(page)).to_have_attribute("aria-valuetext", "17 June 1940")
    swipe(-20)
    swipe(-60, -60)
    expect(slider(page)).to_have_attribute("aria-valuetext", "17 June 1940")


def test_one_tap_closes_the_details_on_a_phone(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#lang=en", size=PHONE).page
    page.locator('path.territory[tabindex="0"]').first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#desk-body .details")).to_be_visible()
    page.get_by_role("button", name="Less of the panel").click()
    expect(page.locator("#desk-body")).to_be_hidden()
    assert page.locator("path.picked:not(.none)").count() == 0


def test_a_date_is_typed_as_the_page_writes_it(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#lang=en").page
    for typed in ("1939-09-17", "17.9.1939", "17 September 1939", "17 września 1939"):
        move_to(page, "1930-01-01")
        page.locator(".timebar .date-field").fill(typed)
        page.locator(".timebar .date-field").press("Enter")
        expect(slider(page)).to_have_attribute("aria-valuetext", "17 September 1939")


def test_a_click_on_land_tells_its_chain_with_sources(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-10-01&view=54.7,25.3,6").page
    box = page.locator("#map_west").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 + 30)
    desk = page.locator("#desk-body")
    expect(desk).to_contain_text("Vilnius region")
    expect(desk).to_contain_text("19 September 1939")
    told = desk.text_content() or ""
    for words in ("Central Lithuania", "28 Oct 1939", "Senn, Alfred Erich"):
        assert words in told, words


def test_the_address_brings_the_same_state_back(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#date=1933-03-04&layers=control,towns&view=42,118,5").page
    expect(slider(page)).to_have_attribute("aria-valuetext", "4 March 1933")
    move_to(page, "1931-09-19")
    expect(page).to_have_url(re.compile("date=1931-09-19"))
    fragment = page.evaluate("location.hash")
    again = visit(site / "japanese-advance.html", fragment).page
    expect(slider(again)).to_have_attribute("aria-valuetext", "19 September 1931")
    assert again.locator(".leaflet-control-layers-overlays input:checked").count() == 2


def test_back_and_forward_bring_a_state_back(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-08-23&lang=en").page
    for day in ("1939-09-17", "1939-09-28"):
        rest(page, 1000)  # what follows within a second is one step
        move_to(page, day)
        expect(page).to_have_url(re.compile(f"date={day}"))
    page.locator("#tab-compare").click()
    rest(page, 1000)
    page.locator("#compare-field").fill("1939-08-23")
    page.locator("#compare-field").press("Enter")
    expect(page).to_have_url(re.compile("compare=1939-08-23"))
    page.go_back()
    expect(page.locator(".divider")).to_have_count(0)
    expect(slider(page)).to_have_attribute("aria-valuetext", "28 September 1939")
    page.go_back()
    expect(slider(page)).to_have_attribute("aria-valuetext", "17 September 1939")
    page.go_back()
    expect(slider(page)).to_have_attribute("aria-valuetext", "23 August 1939")
    page.go_forward()
    expect(slider(page)).to_have_attribute("aria-valuetext", "17 September 1939")


def test_nonsense_in_the_address_is_ignored(visit: Go, site: Path) -> None:
    seen = visit(
        site / "nazi-soviet-pact.html", "#date=1939-99-99&view=a,b&layers=%3Cimg%3E,control&as=%00&lang=xx&step=-1"
    )
    expect(slider(seen.page)).to_have_attribute("aria-valuetext", "28 September 1939")
    assert seen.messages == []


def test_two_theatres_run_on_one_clock(visit: Go, site: Path, atlas: Atlas) -> None:
    page = visit(site / "soviet-foreign-policy.html").page
    move_to(page, "1931-09-18")
    before = holder(page, atlas, "changchun")
    move_to(page, "1939-09-18")
    assert before == "China"
    assert holder(page, atlas, "changchun") == "Manchukuo, puppet state"
    assert holder(page, atlas, "nowogrodek") == "Soviet Union, occupied"


def test_a_phone_keeps_three_quarters_for_the_map(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", size=PHONE).page
    covered = page.evaluate(
        """() => { let covered = 0; const step = 5;
        for (let x = 2; x < innerWidth; x += step) for (let y = 2; y < innerHeight; y += step) {
          const e = document.elementFromPoint(x, y);
          if (!e || !e.closest('.folium-map') || e.closest('.leaflet-control')) covered += 1;
        } return covered * step * step / (innerWidth * innerHeight); }"""
    )
    assert covered <= 0.25


def test_in_polish_the_towns_are_polish_and_a_name_on_the_map_does_not_move_the_day(visit: Go, site: Path) -> None:
    address = "#date=1941-03-01&layers=control,towns&view=54.6,24,4.5&lang=pl"
    page = visit(site / "nazi-soviet-pact.html", address).page
    names = set(page.locator(".towns text").all_text_contents())
    assert {"Kowno", "Ryga", "Białystok", "Warszawa"} <= names
    assert not {"Kaunas", "Riga", "Belostok", "Warsaw"} & names
    page.locator("#tab-search").click()
    page.locator("#search-field").fill("wilno")
    page.locator("#search-field").press("Enter")
    page.wait_for_function("document.querySelector('#desk-body .details h2')?.textContent === 'Wilno'")
    assert "Dziś: Wilno, Litwa" in (page.locator("#desk-body .details").text_content() or "")
    expect(page).to_have_url(re.compile("date=1941-03-01"))


def test_each_claim_of_the_essay_leads_to_its_day_and_place_and_back(visit: Go, site: Path) -> None:
    page = visit(site / "soviet-foreign-policy.html", "#date=1930-01-01&lang=en").page
    page.locator("#tab-claims").click()
    claims = page.locator(".claims > li")
    told = blob_in(page)["claims"]
    expect(page.locator("#desk-body h2")).to_have_text("The essay, claim by claim")
    about = "An essay on Soviet foreign policy, 1917\N{EN DASH}1945, which gave rise to these maps"
    expect(page.locator("#desk-body")).to_contain_text(about)
    expect(claims).to_have_count(told["of"])
    pressed = page.locator('.claim-filter [data-judgement="opinion"]')
    pressed.focus()
    page.keyboard.press("Enter")
    expect(claims).to_have_count(sum(one["judgement"] == "opinion" for one in told["here"]))
    expect(pressed).to_have_attribute("aria-pressed", "true")
    assert {text.strip() for text in claims.locator(".judgement").all_inner_texts()} == {"opinion"}
    rest(page, 300)  # until the address has settled
    entries = page.evaluate("history.length")
    page.locator('[data-claim="pact-cause"] button').first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#desk-body .details h2")).to_have_text("Nazi-Soviet (Molotov-Ribbentrop) Pact")
    expect(page).to_have_url(re.compile("date=1939-08-23"))
    assert page.evaluate("history.length") == entries + 1
    expect(page.locator("#desk-body")).to_be_focused()
    page.locator("#tab-claims").click()
    expect(page.locator('.claims [aria-current="true"]')).to_have_attribute("data-claim", "pact-cause")
    page.locator('[data-claim="pact-cause"] button').last.click()
    expect(page.locator("#desk-body .story-title")).to_be_focused()
    expect(page).to_have_url(re.compile(r"step=\d"))
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile("date=1930-01-01"))
    page.locator("#tab-search").click()
    page.locator("#search-field").fill("hence he decided to form")
    expect(page.locator("#desk-body .about")).to_contain_text(about)
    page.locator("#search-field").fill("Wilno")
    expect(page.locator("#desk-body .about")).to_be_empty()
