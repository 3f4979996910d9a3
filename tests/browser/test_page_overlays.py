"""What was agreed, what was held and what was recognised are three things, and the page keeps them apart."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pages import holder, holders, move_to
from playwright.sync_api import expect

from mapper.atlas import state_on

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from mapper.atlas import Atlas

Go = "Callable[..., Visit]"
SPHERE = re.compile(r"Agreed: (.+?); (.+?)\.")
RAIL_GAPS = 'g.railway[data-railway="cer-main"] path.rail-gaps'

# How often the line of the front is crossed on the way from one place to another, [lon, lat] each, and on which side
# of it the tips of the teeth near that way lie: 1 towards the second place, -1 towards the first.
FRONT = """([one, other]) => {
    const map = window.map_west, frame = map.getContainer().getBoundingClientRect();
    const at = ([lon, lat]) => map.latLngToContainerPoint([lat, lon]).add([frame.left, frame.top]);
    const a = at(one), b = at(other), length = Math.hypot(b.x - a.x, b.y - a.y);
    const along = p => ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length;
    const aside = p => ((p.x - a.x) * (b.y - a.y) - (p.y - a.y) * (b.x - a.x)) / length;
    const pointsIn = (d, path) => [...d.matchAll(/(-?[\\d.]+)[ ,](-?[\\d.]+)/g)]
        .map(m => new DOMPoint(+m[1], +m[2]).matrixTransform(path.getScreenCTM()));
    const crossed = [];
    for (const line of document.querySelectorAll('path.front-line')) {
        const points = pointsIn(line.getAttribute('d'), line);
        for (let i = 1; i < points.length; i++) {
            const [p, q] = [points[i - 1], points[i]], [s, t] = [aside(p), aside(q)];
            if (s * t >= 0) continue;
            const where = along(p) + (along(q) - along(p)) * s / (s - t);
            if (where > 0 && where < length) crossed.push(where);
        }
    }
    const teeth = [...document.querySelectorAll('path.front-teeth')].flatMap(path => {
        const found = [];
        for (const part of path.getAttribute('d').split('M').slice(1)) {
            const [left, tip, right] = pointsIn(part, path);
            const middle = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
            if (Math.abs(aside(middle)) < 12 && crossed.some(where => Math.abs(along(middle) - where) < 12))
                found.push(Math.sign(along(tip) - along(middle)));
        }
        return found;
    });
    return { crossed: crossed.length, teeth: [...new Set(teeth)] };
}"""


def agreed(page: Page, atlas: Atlas, territory: str) -> tuple[str, str]:
    """Return the agreement and the power that the details of a territory name first."""
    land = atlas.territories["name"][territory]
    page.locator(f'path.territory[aria-label^="{land}: "]').first.dispatch_event("click")
    expect(page.locator("#desk-body h2").first).to_have_text(re.compile(rf"^{re.escape(land)}( \(|$)"))  # a zone's town
    found = SPHERE.search(page.locator("#desk-body .agreed-land li").first.inner_text())
    assert found
    return found[1], found[2]


@pytest.mark.parametrize(
    ("day", "name", "lithuania", "lublin"),
    [
        ("1939-08-24", "Secret protocol of 23 August 1939", "Germany", "Soviet Union"),
        ("1939-09-29", "German-Soviet Boundary and Friendship Treaty", "Soviet Union", "Germany"),
    ],
)
def test_the_spheres_of_the_two_pacts(
    visit: Go, site: Path, atlas: Atlas, day: str, name: str, lithuania: str, lublin: str
) -> None:
    page = visit(site / "nazi-soviet-pact.html", f"#date={day}&layers=control,agreed&lang=en").page
    assert page.locator("path.sphere").count() >= 2
    for territory, power in (("lithuania-core", lithuania), ("lublin", lublin)):
        agreement, sphere = agreed(page, atlas, territory)
        assert agreement.startswith(name)
        assert sphere == power


@pytest.mark.parametrize("day", ["1939-08-24", "1939-09-29"])
def test_what_was_agreed_does_not_change_what_was_held(visit: Go, site: Path, atlas: Atlas, day: str) -> None:
    told = []
    for layers in ("control", "control,agreed"):
        page = visit(site / "nazi-soviet-pact.html", f"#date={day}&layers={layers}&lang=en").page
        shapes = page.locator("path.territory").evaluate_all(
            "paths => paths.map(p => [p.getAttribute('aria-label'), p.getAttribute('fill'), p.getAttribute('class')])"
        )
        told.append(shapes)
    assert told[0] == told[1]
    assert holder(page, atlas, "lithuania-core") == "Lithuania"
    divided = {"Poland", "Germany, occupied", "Soviet Union, occupied"}  # the Red Army stood at Łuków
    assert holders(page, atlas, "lublin") == ({"Poland"} if day < "1939-09-01" else divided)


def test_one_agreement_can_be_chosen_and_has_its_sources(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-25&layers=control,agreed&lang=en").page
    desk = page.locator("#desk-body")
    expect(desk.locator(".agreements li > b").first).to_have_text(re.compile("demarcation", re.IGNORECASE))
    desk.locator("#agreed-field").select_option("secret-protocol-1939-08")
    expect(desk.locator(".agreements > li")).to_have_count(1)
    expect(desk.locator(".agreements")).to_contain_text("secret protocol")
    expect(page).to_have_url(re.compile("agreed=secret-protocol-1939-08"))


@pytest.mark.parametrize(
    ("name", "viewer", "day", "lands", "shown"),
    [
        (
            "nazi-soviet-pact",
            "united-states",
            "1941-01-01",
            ["estonia", "vidzeme", "lithuania-core"],
            "Soviet Union, occupied",
        ),
        ("japanese-advance", "japan", "1934-06-01", ["mukden", "changchun", "harbin"], "Manchukuo"),
        ("japanese-advance", "china", "1934-06-01", ["mukden", "changchun", "harbin"], "Japan, occupied"),
    ],
)
def test_as_seen_by(
    visit: Go, site: Path, atlas: Atlas, name: str, viewer: str, day: str, lands: list[str], shown: str
) -> None:
    page = visit(site / f"{name}.html", f"#date={day}&as={viewer}&lang=en").page
    assert [holder(page, atlas, land) for land in lands] == [shown] * len(lands)
    desk = page.locator("#desk-body")
    if viewer != "japan":
        expect(desk.locator(".views-list > li").first).to_contain_text(re.compile(r"since \d"))
    desk.get_by_role("button", name="Back to what was held").click()
    expect(page).not_to_have_url(re.compile("as="))
    held = state_on(atlas, day).loc[lands[0]]
    expected = f"{atlas.polities.loc[held['controller'], 'name']}, {held['status']}".removesuffix(", sovereign")
    assert holder(page, atlas, lands[0]).startswith(expected)


def test_a_claim_outlives_the_change_of_the_holder(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-20&as=lithuania&lang=en").page
    listed = page.locator("#desk-body .views-list > li")
    expect(listed.filter(has_text="Vilnius region")).to_contain_text("Soviet Union (occupied), in law Lithuania")
    for item in listed.all_inner_texts():
        seen, held = item.split("seen as ")[1].split("\n")[0].split("; held by ")
        assert seen != held, item


def test_the_legend_names_the_owners_whose_colours_are_on_the_map(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1940-08-01&lang=en").page
    powers = page.locator(".legend-power").all_text_contents()
    assert {"Soviet Union", "Germany", "Poland", "Latvia", "Lithuania", "Estonia"} <= set(powers)


def test_many_powers_are_folded_until_asked_for_and_stay_so_from_day_to_day(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-13&lang=en").page
    summary, power = page.locator(".legend summary"), page.locator(".legend-power").first
    expect(power).to_be_hidden()
    for asked in (True, False):
        summary.click()
        for day in ("1939-09-15", "1939-09-19", "1939-09-14"):
            expect(power).to_be_visible(visible=asked)
            assert int("".join(filter(str.isdigit, summary.inner_text()))) > 16
            move_to(page, day)


def test_a_movement_comes_no_farther_than_its_day(visit: Go, site: Path) -> None:
    fragment = "#date={}&layers=control,movements&view=52.5,24,5&lang=en"
    page = visit(site / "nazi-soviet-pact.html", fragment.format("1939-09-16")).page
    soviet = page.locator('g.movement[data-movement="sept-1939-bf-brest"]')
    expect(soviet).to_have_count(0)
    lengths = []
    for day in ("1939-09-17", "1939-09-18", "1939-09-19"):
        move_to(page, day)
        lengths.append(soviet.first.locator("path.hit").evaluate("path => path.getTotalLength()"))
    assert 0 < lengths[0] < lengths[1] <= lengths[2]
    soviet.first.dispatch_event("click")
    expect(page.locator("#desk-body")).to_contain_text("First day")
    move_to(page, "1939-12-15")
    expect(soviet).to_have_count(0)


def test_a_front_lies_between_the_towns_of_both_and_goes_on_with_them(visit: Go, site: Path) -> None:
    lomza, bialystok = [22.08, 53.18], [23.16, 53.13]
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-12&layers=control&view=53.2,22.6,6&lang=en").page
    page.wait_for_function(f"towns => ({FRONT})(towns).crossed === 1", arg=[lomza, bialystok])
    assert page.evaluate(FRONT, [lomza, bialystok])["teeth"] == [1]  # towards the defender
    move_to(page, "1939-09-16")
    expect(page.locator("path.front-line").first).to_be_attached()
    page.wait_for_function(f"towns => ({FRONT})(towns).crossed === 0", arg=[lomza, bialystok])


def test_the_chinese_eastern_railway_changes_colour(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#date=1924-10-02&layers=control,railways&lang=en").page
    for day in ("1924-10-03", "1929-07-10", "1935-03-23", "1945-08-14"):
        before = date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()
        seen = []
        for moment in (before, day):
            move_to(page, moment)
            seen.append(page.locator(RAIL_GAPS).evaluate_all("paths => paths.map(p => p.getAttribute('stroke'))"))
        assert seen[0] != seen[1], day
        expect(page.locator("#desk-body .news")).to_contain_text("Chinese Eastern Railway")


def test_a_railway_tells_its_owners_with_sources(visit: Go, site: Path) -> None:
    page = visit(site / "japanese-advance.html", "#date=1945-08-18&layers=control,railways&lang=en").page
    page.locator('g.railway[data-railway="cer-main"]').focus()
    page.keyboard.press("Enter")
    desk = page.locator("#desk-body")
    expect(desk).to_contain_text("Soviet Union and China")
    expect(desk).to_contain_text("Soviet military")
    expect(desk.locator(".chain > li")).to_have_count(11)
    expect(page.locator(".legend-railways")).to_contain_text("Chinese Eastern Railway")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Ended by one side alone (the Soviet Union): Peace of Riga. Signed on 18 March 1921"),
        ("pl", "Zakończone jednostronnie (Związek Radziecki): Traktat ryski. Podpisany 18 marca 1921"),
    ],
)
def test_an_agreement_that_one_side_ended_is_not_told_as_if_both_had(
    visit: Go, site: Path, lang: str, words: str
) -> None:
    page = visit(site / "nazi-soviet-pact.html", f"#date=1939-09-17&lang={lang}").page
    expect(page.locator(".news")).to_contain_text(
        re.compile(words.replace(" ", r"\s").replace("(", r"\(").replace(")", r"\)"))
    )
    move_to(page, "1924-05-08")
    move_to(page, "1939-09-28")
    gone = page.locator(".news li", has_text="protocol" if lang == "en" else "protokół")
    expect(gone.first).not_to_contain_text("one side" if lang == "en" else "jednostronnie")
