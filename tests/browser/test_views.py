"""Views of each map on four screens: no mark on a power, no name on another, nothing over the map.

Of ten days of each map the first, one in the middle and the last; all 160 views where `MAPPER_ALL_VIEWS` is set.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from pages import rest
from test_names import BOXES, Boxed, overlap
from test_room import COVERS, SETTLED, SIZES

if TYPE_CHECKING:
    from pathlib import Path

Go = "Callable[..., Visit]"
DAYS = {
    "nazi-soviet-pact": (
        "1918-11-11 1919-08-08 1920-08-14 1938-10-02 1939-09-05 1939-09-20 1940-08-07 1941-07-05 1942-11-19 1944-08-01"
    ),
    "japanese-advance": (
        "1918-11-11 1920-04-05 1929-11-20 1931-09-19 1933-03-04 1937-08-13 1938-10-27 1939-08-20 1944-12-02 1945-08-15"
    ),
    "soviet-foreign-policy": (
        "1919-03-01 1920-10-12 1924-06-01 1932-03-01 1936-11-25 1938-08-06 1939-09-17 1941-12-08 1943-02-02 1945-09-02"
    ),
    "spanish-civil-war": (
        "1936-07-17 1936-07-20 1936-11-07 1937-03-18 1937-04-26 1937-12-22 1938-04-15 1938-07-25 1939-01-26 1939-04-01"
    ),
}
# The corners of what each map is about: theatre, longitude, latitude.
SUBJECT = {
    "nazi-soviet-pact": [
        ("west", 24.94, 60.17),
        ("west", 28.75, 60.71),
        ("west", 24.75, 59.44),
        ("west", 21.01, 52.23),
        ("west", 23.68, 52.1),
        ("west", 18.65, 54.35),
        ("west", 28.86, 47.01),
    ],
    "japanese-advance": [
        ("east", 106.9, 47.9),
        ("east", 126.6, 45.75),
        ("east", 139.7, 35.7),
        ("east", 121.5, 31.2),
        ("east", 94.4, 51.7),
    ],
    "soviet-foreign-policy": [
        ("west", 24.1, 56.95),
        ("west", 21.01, 52.23),
        ("east", 106.9, 47.9),
        ("east", 126.6, 45.75),
    ],
    "spanish-civil-war": [
        ("spain", -8.4, 43.37),
        ("spain", -5.66, 43.54),
        ("spain", 2.82, 41.98),
        ("spain", -6.29, 36.53),
        ("spain", -2.94, 35.29),
    ],
}
STANDING = """selectors => selectors.flatMap(selector => [...document.querySelectorAll(selector)].map(one => {
    const box = one.getBoundingClientRect();
    return [selector, box.left, box.top, box.right, box.bottom];
}).filter(([, left, , right]) => right > left))"""
ON_IT = [".title-block", ".leaflet-control-scale", ".leaflet-control-layers", ".leaflet-control-zoom", ".locator"]
BESIDE = [".legend", ".credits", ".side", ".timebar"]


def on_one_another(ones: list[Boxed], others: list[Boxed]) -> list[str]:
    return [f"{one[0]} / {other[0]}" for one in ones for other in others if one != other and overlap(one, other)]


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_lies_on_a_power_nor_on_the_map(visit: Go, site: Path, name: str, size: str) -> None:
    width, height = SIZES[size]
    page = visit(site / f"{name}.html", "#lang=en", size={"width": width, "height": height}).page
    wrong: dict[str, Any] = {}
    days = DAYS[name].split()
    for day in days if os.environ.get("MAPPER_ALL_VIEWS") else (days[0], days[5], days[-1]):
        page.evaluate(f"location.hash = 'date={day}&lang=en'")
        rest(page, SETTLED)
        boxes = page.evaluate(BOXES)
        plates, on_it, beside = (page.evaluate(STANDING, which) for which in ([".plates"], ON_IT, BESIDE))
        assert boxes["powers"], day
        found = {
            "marks on powers": on_one_another(boxes["powers"], boxes["marks"]),
            "names on names": on_one_another([*boxes["powers"], *boxes["towns"]], boxes["powers"]),
            "under what stands on the map": on_one_another([*boxes["powers"], *boxes["towns"]], on_it),
            "on one another": on_one_another(on_it, on_it),
            "on the map": on_one_another(beside, plates),
        }
        if told := {what: pairs for what, pairs in found.items() if pairs}:
            wrong[day] = told
    assert wrong == {}


@pytest.mark.parametrize("name", SUBJECT)
@pytest.mark.parametrize("size", SIZES)
def test_a_map_opens_with_all_that_it_is_about_and_nothing_on_it(visit: Go, site: Path, name: str, size: str) -> None:
    width, height = SIZES[size]
    page = visit(site / f"{name}.html", "#lang=en", size={"width": width, "height": height}).page
    assert "view=" not in page.url  # which would be kept for a screen of another size
    points = [[theatre, lon, lat, f"{lat}, {lon}"] for theatre, lon, lat in SUBJECT[name]]
    assert page.evaluate(COVERS, points) == []


@pytest.mark.parametrize(("size", "above"), [("1440", False), ("tablet", True), ("phone", True)])
def test_two_maps_share_a_screen_along_its_longer_side(visit: Go, site: Path, size: str, *, above: bool) -> None:
    width, height = SIZES[size]
    page = visit(site / "soviet-foreign-policy.html", "#lang=en", size={"width": width, "height": height}).page
    west, east = (page.locator(f"#map_{theatre}").bounding_box() for theatre in ("west", "east"))
    assert west
    assert east
    assert (west["y"] + west["height"] <= east["y"], west["x"] + west["width"] <= east["x"]) == (above, not above)
    assert min(west["width"], east["width"]) > 350
