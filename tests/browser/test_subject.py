"""The subject at the first glance, agreed beside held, time that is felt, search that finds, links that lead there."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from pages import area, blob_in, by_land, day_number, move_to, rest, slider
from playwright.sync_api import expect
from test_taking import taken

from mapper.atlas import change_days, state_on

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from mapper.atlas import Atlas
    from mapper.geodata import Geodata

Go = "Callable[..., Visit]"
PACT = "nazi-soviet-pact.html"
SIZES = [(1440, 900), (1366, 768), (820, 1180), (375, 667)]
ADVANCE = ["Nanking", "Shanghai", "Hankow", "Ulaanbaatar", "Harbin"]


def test_the_pact_opens_with_its_spheres(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#lang=en").page
    assert page.locator("path.sphere").count() >= 2
    expect(page.locator("#desk-body .agreements")).to_contain_text("Boundary and Friendship Treaty")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_advance_is_named_and_in_sight_at_every_size(visit: Go, site: Path, width: int, height: int) -> None:
    page = visit(site / "japanese-advance.html", "#lang=en", size={"width": width, "height": height}).page
    plate = page.locator("#map_east").bounding_box()
    covers = [page.locator(one).bounding_box() for one in (".title-block", ".leaflet-top.leaflet-right")]
    assert plate
    for name in ADVANCE:
        box = page.locator(".towns text", has_text=re.compile(f"^{name}$")).bounding_box()
        assert box, name
        assert box["x"] >= plate["x"], name
        assert box["x"] + box["width"] <= plate["x"] + plate["width"], name
        assert plate["y"] <= box["y"] <= plate["y"] + plate["height"] - box["height"], name
        for cover in filter(None, covers):
            beside = box["x"] >= cover["x"] + cover["width"] or box["x"] + box["width"] <= cover["x"]
            assert beside or box["y"] >= cover["y"] + cover["height"], name


def agreed_on(data: Geodata, day: str) -> dict[str, tuple[str, str]]:
    """Return the power that each land was agreed for on a day, by the latest agreement in force, and the kind."""
    found = {}
    acts = data.overlays.agreements
    for act in acts[(acts["from"] <= day) & (day < acts["to"])].sort_values("from", kind="stable")["id"]:
        spheres = data.overlays.spheres
        mine = spheres[spheres["agreement"] == act]
        found.update({land: (power, kind) for land, power, kind in mine.drop(columns="agreement").to_numpy()})
    return found


@pytest.mark.parametrize("day", ["1939-08-24", "1939-09-28", "1940-08-07"])
def test_agreed_and_held_lie_on_two_sides_with_the_km2_that_differ(
    visit: Go, site: Path, data: Geodata, day: str
) -> None:
    page = visit(site / PACT, f"#date={day}&lang=en").page
    page.locator("#desk-body").get_by_role("button", name="Show agreed | held").click()
    expect(page.locator(".divider-date.before")).to_have_text("agreed")
    expect(page.locator(".divider-date.after")).to_have_text("held")
    expect(page.locator(".title-date")).to_contain_text("agreed | held")
    expect(page).to_have_url(re.compile("compare=agreed"))
    page.locator("#tab-compare").click()
    state = by_land(state_on(data.atlas, day))
    here = state[state["theatre"] == "west"]
    agreed = here["land"].map(agreed_on(data, day))
    here = here.assign(agreed=agreed).dropna(subset="agreed")
    here["sphere"], interest = here["agreed"].str[0], here["agreed"].str[1] == "interest"
    own = interest & (here["controller"] == here["sovereign"])  # in another's sphere of interest: no breach
    breach = here[(here["controller"] != here["sphere"]) & ~own]
    here["paper"] = here["sovereign"].where(interest, here["sphere"])
    names = data.atlas.polities["name"]
    wanted = {}
    for power in {*here["sphere"], *breach["controller"]}:
        lands = here[here["sphere"] == power]
        missing = lands.loc[lands["controller"] != power, "km2"].sum()
        beyond = breach.loc[breach["controller"] == power, "km2"].sum()
        wanted[names[power]] = [area(km2) for km2 in (lands["km2"].sum(), missing, beyond)]
    rows = page.locator("#desk-body table tbody tr").evaluate_all(
        "all => all.map(r => [...r.cells].map(c => c.textContent))"
    )
    assert {power: cells for power, *cells in rows} == wanted
    told = area(float(breach["km2"].sum())) if len(breach) else "All was held as agreed."
    expect(page.locator("#desk-body .lead-figure")).to_contain_text(told)
    drawn = page.locator("#map_west_other path.territory:not(.faded, .none)").evaluate_all(
        "all => all.map(e => e.getAttribute('aria-label'))"
    )
    assert set(drawn) == {f"{one.name}: {names[one.paper]}" for one in here[["name", "paper"]].itertuples()}
    other = "path => path.map(e => e.getAttribute('aria-label')).sort()"
    page.evaluate(f"location.hash = 'date={day}&compare=1937&lang=en'")  # what was agreed leaves no trace
    expect(page.locator(".divider-date.before")).to_have_text("1937")
    after_agreed = page.locator(".twin path.territory").evaluate_all(other)
    page.reload()
    expect(page.locator(".divider-date.before")).to_have_text("1937")
    assert page.locator(".twin path.territory").evaluate_all(other) == after_agreed
    page.evaluate(f"location.hash = 'date={day}&compare=agreed&lang=en'")
    expect(page.locator(".divider-date.before")).to_have_text("agreed")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".twin")).to_have_count(0)


def test_what_was_agreed_and_held_is_read_without_scrolling_sideways(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#lang=en", {"width": 1440, "height": 900}).page
    page.get_by_role("button", name="Show agreed | held").click()
    table = page.locator("#desk-body .scroll").first
    expect(table).to_be_visible()
    assert table.evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("lang", ["en", "pl", "de", "lt"])
def test_the_map_as_a_table_is_read_without_scrolling_sideways(visit: Go, site: Path, lang: str) -> None:
    for day in ("1941-07-10", "1941"):
        page = visit(site / PACT, f"#date={day}&lang={lang}", {"width": 1440, "height": 900}).page
        page.locator("#tab-table").click()
        tables = page.locator("#desk-body .scroll")
        expect(tables).to_have_count(3 if day == "1941" else 2)
        assert tables.evaluate_all("all => all.filter(e => e.scrollWidth > e.clientWidth).length") == 0
    held = tables.nth(1).locator("tbody tr td:first-child").all_text_contents()
    assert any("(" in one for one in held)  # how it is held stands there too


def test_the_year_before_is_that_of_the_maps_own_windows(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1939-12-20&lang=en", {"width": 1440, "height": 900}).page
    titles = page.locator("#desk-body h2:has-text('In the year before') + ul button").all_text_contents()
    assert len(titles) > 3
    told = blob_in(page)
    west, south, east, north = told["theatres"]["west"]["window"]
    where = {event["title"]["en"]: (event["lon"], event["lat"]) for event in told["events"]}
    assert all(west <= where[title][0] <= east and south <= where[title][1] <= north for title in titles)
    beyond = "USSR expelled from the League"
    assert beyond in where
    page.evaluate("location.hash = 'date=1939-12-14&lang=en'")
    expect(page.locator("#desk-body")).to_contain_text(beyond)  # on its own day
    page.locator("#tab-table").click()
    expect(page.locator("#desk-body")).to_contain_text(beyond)


def test_a_day_without_an_agreement_says_so(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1918-11-11&compare=agreed&lang=en").page
    expect(page.locator("#desk-body")).to_contain_text("No agreement on these lands was in force on 11 November 1918.")


WATCH = """() => {
    window.seen = {ghosts: 0, ways: new Set(), days: new Set()};
    new MutationObserver(all => {
        for (const one of all)
            for (const node of one.addedNodes) if (node.classList.contains('ghost')) window.seen.ghosts += 1;
    }).observe(document.querySelector('g.land'), {childList: true});
    const look = () => {
        const ways = document.querySelectorAll('.movement path.advance');
        for (const path of ways) window.seen.ways.add(path.getAttribute('d'));
        window.seen.days.add(document.querySelector('.time-range').value);
        requestAnimationFrame(look);
    };
    look();
}"""


def test_playing_fades_lands_follows_the_change_and_lets_arrows_grow(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#date=1937-07-08&view=52,95,5&lang=en").page
    page.evaluate(WATCH)
    page.locator("button.play").click()
    expect(page.locator(".title-date")).to_have_text("29 July 1937", timeout=9000)
    page.locator("button.play").click()
    rest(page, 1000)
    seen = page.evaluate("[window.seen.ghosts, window.seen.ways.size, window.seen.days.size]")
    assert seen[0] >= 1  # the old land fades over the new
    assert min(seen[1:]) > 3  # days went by, and the way to Beiping grew with them
    inside = page.locator('path.territory[aria-label^="Beiping and Tianjin: Japan"]').evaluate_all(
        """lands => { const a = document.querySelector('#map_east').getBoundingClientRect();
        return lands.map(e => e.getBoundingClientRect()).filter(b =>
            a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).length; }"""
    )
    assert inside >= 1  # the view went to where the change was
    assert page.locator(".ghost").count() == 0


def test_playing_a_span_stays_in_it_and_ends_with_it_or_goes_on_over_and_over(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1939-03&lang=en").page
    page.locator(".speed").select_option("fast")
    page.locator("button.play").click()
    expect(page.locator(".title-date")).to_have_text("14 March 1939", timeout=9000)
    expect(page.locator(".title-date")).to_have_text("March 1939", timeout=20000)
    expect(page.get_by_role("button", name="Play the changes")).to_be_visible()
    page.get_by_role("button", name="Repeat from the start").click()
    page.locator("button.play").click()
    for _ in range(2):
        expect(page.locator(".title-date")).to_have_text("14 March 1939", timeout=20000)
        expect(page.locator(".title-date")).not_to_have_text("14 March 1939", timeout=9000)
    move_to(page, "1940-01-01")  # whoever takes hold of time stops it
    expect(page.get_by_role("button", name="Play the changes")).to_be_visible()


def test_nothing_fades_or_grows_where_motion_is_unwanted(visit: Go, site: Path, data: Geodata) -> None:
    page = visit(site / "japanese-advance.html", "#date=1937-07-25&lang=en", reduced_motion="reduce").page
    page.evaluate(WATCH)
    page.locator("button.play").click()
    expect(page.locator(".title-date")).to_have_text("29 July 1937", timeout=20000)
    page.locator("button.play").click()
    days, ghosts = page.evaluate("[[...window.seen.days], window.seen.ghosts]")
    turns = {*change_days(data.atlas, "east"), *data.overlays.agreements["from"], *data.overlays.agreements["to"]}
    assert set(days) <= {day_number(day) for day in ("1937-07-25", *turns)}  # by steps: no day between two changes
    assert ghosts == 0


def test_the_chart_is_the_land_of_each_power_and_goes_with_the_slider(visit: Go, site: Path, atlas: Atlas) -> None:
    page = visit(site / PACT, "#date=1939-08-23&lang=en", accept_downloads=True).page
    page.locator("#tab-chart").click()
    for day in ("1939-08-23", "1940-08-07"):
        move_to(page, day)
        state = state_on(atlas, day)
        held = state[state["theatre"] == "west"].groupby("controller")["km2"].sum()
        row = page.locator(".chart li", has=page.get_by_role("button", name="Soviet Union", exact=True))
        expect(row.locator(".figure")).to_have_text(area(float(held["ussr"])))
    years = page.locator(".chart-axis span").evaluate_all(
        "marks => marks.map(mark => [mark.textContent, mark.offsetLeft])"
    )
    assert [year for year, _ in years] == ["1920", "1925", "1930", "1935", "1940", "1945"]
    assert [left for _, left in years] == sorted({left for _, left in years})
    at = "getComputedStyle(document.querySelector('.chart-cursor')).left"
    before = page.evaluate(at)
    slider(page).press("End")
    assert page.evaluate(at) != before
    rest(page, 300)  # the panel follows when the reader rests
    box = page.locator(".chart-plot").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 10)
    expect(page.locator(".title-date")).to_have_text(re.compile(r"1932$"))
    page.locator("#tab-save").click()
    head, *rows = csv.reader(io.StringIO(taken(page, r"Land over time \(CSV\)").decode()))
    totals = {row[0]: dict(zip(head[1:], map(float, row[1:]), strict=True)) for row in rows}
    last = max(day for day in totals if day <= "1940-08-07")
    assert totals[last]["ussr"] == pytest.approx(float(held["ussr"]), abs=5)
    whole = float(state.loc[state["theatre"] == "west", "km2"].sum())
    assert all(sum(one.values()) == pytest.approx(whole, rel=1e-6) for one in totals.values())
    assert taken(page, r"Land over time \(SVG\)").decode().count("<path") > 20


def found(page: Page, query: str) -> list[str]:
    page.locator("#search-field").fill(query)
    return [" | ".join(text.split("\n")) for text in page.locator("#search-results li").all_inner_texts()]


def test_search_reads_dates_texts_and_other_spellings_and_answers_in_words(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#lang=en").page
    page.locator("#tab-search").click()
    assert found(page, "Halhin gol")[0].startswith("Nomonhan (Halhin gol)")
    assert any(one.startswith("Battle of Khalkhin Gol") for one in found(page, "Halhin gol"))
    assert any("Agreement on the Nomonhan boundary" in one for one in found(page, "khalkhin gol"))
    assert found(page, "USSR")[0].startswith("Soviet Union (USSR)")
    cairns = found(page, "cairns")[0]
    assert cairns.startswith("Khalkhin Gol |")
    assert page.locator("#search-results mark").first.text_content() == "cairns"
    dated = found(page, "18 September 1931")
    assert dated[0].startswith("18 September 1931 |")
    assert dated[1].startswith("Mukden Incident")
    assert found(page, "1937-07")[0].startswith("July 1937 |")
    for query in ("1932", "war", "1939-09", "japan"):
        assert found(page, query)
        for text in page.locator("#search-results .when").all_inner_texts():
            assert not re.search(r"\d{4}-\d{2}|/", text), text
    page.locator("#search-field").fill("1937")
    page.locator("#search-results button").first.click()
    expect(page.locator(".title-date")).to_have_text("1937")


def test_a_hit_is_in_the_language_of_the_page_and_what_is_misspelt_finds_its_nearest(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#lang=en").page
    page.locator("#tab-search").click()
    status = page.locator(".desk-body p[role=status]")
    assert found(page, "lv")[:2] == ["Lwów (Lvov) | town · Lviv, Ukraine", "Lwów | land · Ukraine"]
    assert found(page, "zaprzeczano")[0].split(" | ")[1].startswith("The line moved from the Vistula to the Bug")
    assert found(page, "Hitler-Stalin pact")[0].startswith("Nazi-Soviet (Molotov-Ribbentrop) Pact (Hitler-Stalin Pact)")
    expect(status).to_have_text(re.compile(r"^\d+ hits$"))
    for typed, first in (
        ("Ribentrop", "Nazi-Soviet (Molotov-Ribbentrop) Pact"),
        ("Vilnuis", "Wilno (Vilnius)"),
        ("Vilnuis 20th of September 1939", "Wilno (Vilnius) | town · 20 September 1939"),
        ("2 Septmber 1939", "2 September 1939"),
    ):
        assert found(page, typed)[0].startswith(first), typed
        expect(status).to_contain_text(f"Nothing is called “{typed}”; near it: ")
    assert found(page, "1st Sept 1939")[0].startswith("1 September 1939 | ")
    assert not found(page, "qwertyuiop")
    expect(status).to_contain_text("All names count")


def test_a_hit_on_another_map_says_so_and_leads_there_at_its_day(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#lang=en&theme=dark").page
    page.locator("#tab-search").click()
    page.locator("#search-field").fill("Westerplatte")
    hit = page.locator("#search-results a", has_text="Germany invades Poland")
    expect(hit).to_contain_text("on the map The Nazi-Soviet Pact")
    hit.click()
    page.wait_for_selector("html.ready")
    expect(page.locator(".title-block h1")).to_have_text("The Nazi-Soviet Pact")
    expect(page.locator(".title-date")).to_have_text("1 September 1939")
    expect(page).to_have_url(re.compile("theme=dark"))
    expect(page.locator(".towns text", has_text="Danzig").first).to_be_visible()
    page.locator(".map-links a", has_text="All maps").click()
    expect(page.locator("h1:visible")).to_have_text("Who held which land")


def test_a_link_and_the_code_of_a_frame_are_copied(visit: Go, site: Path) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    page = visit(site / PACT, "#date=1939&lang=en", permissions=permissions).page
    page.locator("#tab-save").click()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#desk-body [role=status]")).to_have_text("Copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.locator("#share-link").input_value()
    page.get_by_role("button", name="Copy the code").click()
    code = page.evaluate("navigator.clipboard.readText()")
    framed = page.evaluate(
        """code => { const box = document.createElement('template'); box.innerHTML = code;
        const frame = box.content.querySelector('iframe'); return [frame.getAttribute('src'), frame.title]; }""",
        code,
    )
    assert framed == [link[link.index(PACT) :], "The Nazi-Soviet Pact, 1939"]  # beside the page that frames it
    again = visit(site / PACT, link[link.index("#") :]).page
    expect(again.locator(".title-date")).to_have_text("1939")


def test_a_page_says_what_it_is_to_what_links_to_it(visit: Go, site: Path) -> None:
    page = visit(site / PACT).page
    tags = page.locator("meta[property], meta[name]").evaluate_all(
        "all => Object.fromEntries(all.map(e => [e.getAttribute('property') || e.name, e.content]))"
    )
    assert tags["og:title"] == "The Nazi-Soviet Pact"
    assert tags["description"] == tags["og:description"]
    assert "partition of 1939" in tags["description"]
    size = page.evaluate(
        """src => new Promise(done => {
        const image = new Image(); image.onload = () => done([image.width, image.height]); image.src = src; })""",
        tags["og:image"],
    )
    assert size == [600, 315]
    assert (page.locator('link[rel="icon"]').get_attribute("href") or "").startswith("data:image/svg+xml,")


def test_a_reader_of_german_has_its_dates_areas_names_and_search(visit: Go, site: Path) -> None:
    page = visit(site / PACT, "#date=1939-09-28&lang=de").page
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator(".title-date")).to_have_text("28. September 1939")
    expect(page.locator("#desk-body")).to_contain_text("Warschau (linkes Ufer) (Teil: Warschau)")
    expect(page.locator("#desk-body")).to_contain_text("bisher Polen, nun Deutschland")
    page.locator("#tab-chart").click()
    expect(page.locator("#desk-body")).to_contain_text(re.compile(r"\d\.\d00 km²"))
    page.locator("#tab-search").click()
    for typed in ("Lemberg", "Lwów"):
        page.locator("#search-field").fill(typed)
        expect(page.locator("#search-results li").first).to_contain_text("Lemberg")
    page.locator("#search-field").fill("3. März 1938")
    page.locator("#search-results button").first.click()
    expect(page.locator(".title-date")).to_have_text("3. März 1938")
