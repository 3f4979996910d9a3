"""Names on the map: on every screen, none covered, none on another, no mark on a power's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from meter import PAINTED
from pages import rest
from test_page import PHONE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

Go = "Callable[..., Visit]"
ZOOMS = (5, 6, 7, 8, 9)
PLACES = {  # of a day and places (latitude, longitude) that lie far from each other
    "nazi-soviet-pact": ("1939-09-28", ["52.4,21.5", "49.8,24", "61.8,30.5", "46.5,27.5"]),
    "japanese-advance": ("1938-07-31", ["41.8,123.4", "36,114.5", "47.7,118.6", "43.2,130.6"]),
    "spanish-civil-war": ("1937-07-06", ["40.4,-3.7", "37.3,-5.5"]),
}
# What a reader sees: boxes of names by kind, of marks, and of what lies over the map.
BOXES = """() => {
  const boxes = (selector) => [...document.querySelectorAll(selector)].flatMap((one) => {
    const box = one.getBoundingClientRect();
    const plate = one.closest(".plate-frame")?.getBoundingClientRect();  // which cuts off what reaches beyond it
    const [across, down] = [["left", "right"], ["top", "bottom"]].map(
      ([from, to]) => !plate || (box[to] > plate[from] && box[from] < plate[to]));
    return box.width && across && down ? [[one.textContent, box.left, box.top, box.right, box.bottom]] : [];
  });
  return {
    powers: boxes(".powers .power"),
    towns: boxes(".towns .town-name"),
    regions: boxes(".regions .region"),
    marks: boxes(".mark .disc"),
    covers: boxes(".leaflet-control-zoom, .locator"),
    plate: boxes(".leaflet-container")[0],
  };
}"""
STILL = 3  # looks in a row that find the same
SLACK = 2  # pixels by which a box of letters is larger than the letters

Boxed = tuple[str, float, float, float, float]


def overlap(one: Boxed, other: Boxed, slack: float = SLACK) -> bool:
    _, left, top, right, bottom = one
    _, west, north, east, south = other
    across, along = min(right, east) - max(left, west), min(bottom, south) - max(top, north)
    return across > slack and along > slack


def look(page: Page, day: str, place: str, zoom: int) -> dict[str, Any]:
    page.evaluate(f"location.hash = 'date={day}&view={place},{zoom}&lang=en'")
    page.wait_for_function(f"location.hash.includes('{zoom}')")
    found: dict[str, Any] = {}
    looks = 0
    while looks < STILL:  # on a busy machine the page takes longer to come to rest
        page.evaluate(PAINTED)
        now = page.evaluate(BOXES)
        looks = looks + 1 if now == found else 0
        found = now
        rest(page, 150)
    return found


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", PLACES)
def test_every_screen_has_names_and_none_is_hidden(
    visit: Go, site: Path, name: str, size: dict[str, int] | None
) -> None:
    day, places = PLACES[name]
    page = visit(site / f"{name}.html", f"#date={day}&lang=en", size).page
    for place in places:
        for zoom in ZOOMS:
            seen = look(page, day, place, zoom)
            where = f"{name} at {place}, zoom {zoom}"
            names = [*seen["powers"], *seen["towns"], *seen["regions"]]
            assert any(overlap(one, seen["plate"]) for one in names), f"no name: {where}"
            for power in seen["powers"]:
                marks = [mark for mark in seen["marks"] if overlap(power, mark)]
                assert not marks, f"a mark on {power[0]}: {where}"
            for town in seen["towns"]:
                over = [other[0] for other in [*seen["powers"], *seen["covers"]] if overlap(town, other)]
                assert not over, f"{town[0]} is under {over}: {where}"


def test_towns_are_more_with_the_zoom_and_grey_under_todays_name(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-10&view=54.36,18.7,9&lang=en").page
    assert page.locator(".towns .town-name").count() > 10
    names = set(page.locator(".towns .town-name").all_text_contents())
    assert {"Danzig", "Zoppot", "Gdynia"} <= names
    assert page.locator(".towns .town-name.of-today").count() > 0
    assert page.locator(".towns .town-name.of-today", has_text="Danzig").count() == 0
    assert page.locator(".legend-letters").get_by_text("grey: a town under today's name").count() == 1
    seen = look(page, "1945-06-01", "54.36,18.7", 9)
    assert "Sopot" in {town[0] for town in seen["towns"]}


def test_rivers_and_waters_are_named_whole(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&view=52,21,5&lang=en").page
    assert {"Vistula", "Bug"} <= set(page.locator(".river-name").all_text_contents())
    short = page.evaluate(
        """() => [...document.querySelectorAll(".river-name")].flatMap((name) => {
          const way = document.getElementById(name.firstChild.getAttribute("href").slice(1));
          return way.getTotalLength() < name.getComputedTextLength() ? [name.textContent] : [];
        })"""
    )
    assert short == []  # letters beyond the end of a way are not drawn


def test_a_power_is_named_on_its_own_country_not_on_what_it_holds_beyond_the_sea(visit: Go, site: Path) -> None:
    page = visit(site / "spanish-civil-war.html", "#lang=en", {"width": 1366, "height": 768}).page
    look(page, "1937-03-31", "40,-3", 3)
    latitude = page.evaluate(
        """() => {
          const name = [...document.querySelectorAll(".powers .power")].find((one) => one.textContent === "FRANCE");
          const { left, top, height } = name.getBoundingClientRect();
          const plate = map_spain.getContainer().getBoundingClientRect();
          return map_spain.containerPointToLatLng([left - plate.left, top + height / 2 - plate.top]).lat;
        }"""
    )
    assert latitude > 42.4  # the Pyrenees; Algeria ends at 37


# On a day of a front, the share of each name on land of the power that it names, or of one power if in thin letters.
ON_ITS_LAND = """() => [...document.querySelectorAll(".powers .power")].map((name) => {
  const { left, right, top, bottom } = name.getBoundingClientRect();
  const words = [...name.children].map((line) => line.textContent).join(" ");
  const held = {};
  let count = 0;
  for (let i = 1; i < 20; i++)
    for (const part of [0.35, 0.5, 0.65]) {
      const at = [left + ((right - left) * i) / 20, top + (bottom - top) * part];
      const land = document.elementsFromPoint(...at).find((one) => one.matches("path.territory"));
      if (!land) continue; // a shore, or what lies over the map
      const [holder] = land.getAttribute("aria-label").split(": ").at(-1).toUpperCase().split(", ");
      held[holder] = (held[holder] ?? 0) + 1;
      count += 1;
    }
  const most = Math.max(...Object.values(held));
  return [words, (name.classList.contains("held") ? most : held[words] ?? 0) / count];
})"""
FRONTS = [
    ("nazi-soviet-pact", "1939-09-05", "52,23,5"),
    ("nazi-soviet-pact", "1941-06-28", "52,23,6"),
    ("nazi-soviet-pact", "1941-07-10", "52,23,5"),
    ("japanese-advance", "1938-06-10", "36,114,4"),
    ("soviet-foreign-policy", "1945-08-12", "52,16,4"),
]


@pytest.mark.parametrize(("name", "day", "view"), FRONTS)
def test_the_name_of_a_power_lies_across_no_front(visit: Go, site: Path, name: str, day: str, view: str) -> None:
    *place, zoom = view.split(",")
    page = visit(site / f"{name}.html", f"#date={day}&lang=en", {"width": 1366, "height": 768}).page
    look(page, day, ",".join(place), int(zoom))
    found = page.evaluate(ON_ITS_LAND)
    assert len(found) > 1
    assert [(power, share) for power, share in found if share < 0.9] == []


@pytest.mark.parametrize("size", [(1440, 900), (1366, 768)])
def test_the_name_of_a_power_steps_aside_for_a_railway(visit: Go, site: Path, size: tuple[int, int]) -> None:
    page = visit(site / "japanese-advance.html", "#lang=en", {"width": size[0], "height": size[1]}).page
    rest(page, 600)  # names are set once the page is at rest
    crossed = page.evaluate(
        """() => {
          const ways = [...document.querySelectorAll("path.rail")];
          const points = ways.flatMap((way) => {
            const matrix = way.getScreenCTM();
            return Array.from({ length: Math.ceil(way.getTotalLength() / 3) }, (_, i) =>
              way.getPointAtLength(i * 3).matrixTransform(matrix));
          });
          const names = [...document.querySelectorAll(".powers .power")];
          if (!points.length || !names.length) return ["nothing is drawn"];
          return names.filter((name) => {
            const { left, right, top, bottom } = name.getBoundingClientRect();
            return points.some(({ x, y }) => x > left && x < right && y > top + 4 && y < bottom - 4);
          }).map((name) => name.textContent);
        }"""
    )
    assert "SOVIETUNION" not in crossed
    assert "nothing is drawn" not in crossed


def test_the_day_of_an_arrow_is_not_told_twice_at_one_place(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939&view=52,19.5,4.5&lang=en").page
    rest(page, 600)
    told = page.evaluate(
        """() => [".move-date", ".town-day", ".change-day"].flatMap((kind) =>
          [...document.querySelectorAll(kind)].map((one) => {
            const { left, right, top, bottom } = one.getBoundingClientRect();
            return [kind, one.textContent, (left + right) / 2, (top + bottom) / 2];
          }))"""
    )
    arrows = [one for one in told if one[0] == ".move-date"]
    assert arrows
    twice = [
        (arrow[1], other[0])
        for arrow in arrows
        for other in told
        if other is not arrow
        and other[1] == arrow[1]
        and abs(other[2] - arrow[2]) < 50
        and abs(other[3] - arrow[3]) < 50
    ]
    assert twice == []
