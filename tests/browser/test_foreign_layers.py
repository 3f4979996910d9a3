"""A user's folium layers in Chromium: each appears at its place, in a saved page and in a notebook's frame."""

from __future__ import annotations

import base64
import math
import re
import struct
import zlib
from typing import TYPE_CHECKING, Any

import folium
import pandas as pd
import pytest
from playwright.sync_api import Locator, expect

import mapper

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Frame, Page, Route
    from world import World

    from mapper.page import AtlasMap

Go = "Callable[..., Visit]"
TOWNS = {"northtown": (7.0, 7.0), "corner": (1.5, 8.5), "shore": (8.5, 1.5), "west": (2.0, 3.0), "middle": (5.2, 4.8)}
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
)


@pytest.fixture
def chart(world: World) -> AtlasMap:
    """Return a map of the tiny world with towns far from each other, named by id."""
    rows = [
        {"id": name, "lon": str(lon), "lat": str(lat), "rank": "1", "name": name, "today": name}
        for name, (lon, lat) in TOWNS.items()
    ]
    world.write("places.csv", rows)
    return mapper.atlas_map("tiny", world.geodata, world.maps)


def square(lon: float, lat: float, **properties: object) -> dict[str, Any]:
    ring = [[lon, lat], [lon + 1, lat], [lon + 1, lat + 1], [lon, lat + 1], [lon, lat]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def point(lon: float, lat: float, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [lon, lat]}}


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def add_everything(chart: AtlasMap, picture: Path) -> None:
    """Add one of each kind, with a class or a text by which it is found."""
    folium.GeoJson(
        collection(square(2, 5, name="Alpha & <b>"), square(3, 5, name="Beta")),
        name="Squares",
        style_function=lambda _: {"className": "a-square", "fillColor": "#ff0000", "color": "#00ff00"},
        highlight_function=lambda _: {"weight": 6},
        tooltip=folium.GeoJsonTooltip(["name"], aliases=["Name:"]),
        popup=folium.GeoJsonPopup(["name"]),
    ).add_to(chart)
    group = folium.FeatureGroup(name="Group").add_to(chart)
    folium.Marker([7, 3], popup="<b style='color: rgb(1, 2, 3)'>A popup</b>", tooltip="A tooltip").add_to(group)
    folium.Marker([8, 3], icon=folium.Icon("red", icon="home", prefix="fa"), alt="signed").add_to(chart)
    folium.Marker([8, 2], icon=folium.Icon("green"), alt="glyph").add_to(chart)
    folium.Marker([8, 4], icon=folium.DivIcon(html="<i style='font-size: 20px' class='a-div'>Div</i>")).add_to(chart)
    folium.Marker([3, 3], icon=folium.CustomIcon(str(picture), icon_size=(10, 10)), alt="custom").add_to(chart)
    folium.GeoJson(
        collection(point(6, 3, sign="star"), point(6.5, 3, sign="cloud")),
        name="Points",
        marker=folium.Marker(icon=folium.Icon(prefix="fa", icon="circle")),
        style_function=lambda feature: {"icon": feature["properties"]["sign"], "markerColor": "purple"},
    ).add_to(chart)
    folium.CircleMarker([3, 4], radius=9, class_name="a-disc", popup="Disc").add_to(chart)
    folium.Circle([4, 3], radius=40_000, class_name="a-circle").add_to(chart)
    folium.PolyLine([[2, 2], [3, 4], [2, 6]], class_name="a-line", tooltip="Line").add_to(chart)
    folium.Polygon([[6, 6], [6, 7], [7, 6]], class_name="a-polygon").add_to(chart)
    folium.Rectangle([[1.2, 6], [1.8, 7]], class_name="a-rectangle").add_to(chart)
    frame = pd.DataFrame({"code": [0, 1, 2], "value": [1.0, 2.0, 4.0]})
    folium.Choropleth(
        collection(*(square(2 + code, 6.2, code=code) for code in range(3))),
        data=frame,
        columns=["code", "value"],
        key_on="feature.properties.code",
        name="Choropleth",
        legend_name="Values",
    ).add_to(chart)
    folium.LayerControl().add_to(chart)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "dot.png"
    path.write_bytes(DOT)
    return path


def saved(chart: AtlasMap, folder: Path) -> Path:
    path = folder / "saved.html"
    chart.save(path)
    return path


def look_at_everything(page: Page | Frame) -> None:
    """Check that one of each kind is on the map, and that what opens opens."""
    for name in ("a-square", "a-disc", "a-circle", "a-line", "a-polygon", "a-rectangle"):
        expect(page.locator(f".leaflet-foreign-pane path.{name}").first).to_be_visible()
    expect(page.locator(".leaflet-marker-pane .pin")).to_have_count(5)
    for name in ("signed", "glyph"):
        expect(page.locator(f'.pin[aria-label="{name}"] svg svg path')).to_be_visible()
    assert page.locator(".a-div").evaluate("one => getComputedStyle(one).fontSize") == "20px"
    expect(page.locator('img[alt="custom"][src^="data:image/png"]')).to_be_visible()
    assert page.locator(".leaflet-foreign-pane path[fill='#08519c']").count() == 1, "the choropleth's darkest"
    expect(page.locator(".foreign-scale figcaption")).to_have_text("Values")
    page.locator(".leaflet-marker-pane .pin").first.click()
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_have_text("A popup")
    assert popup.locator("b").evaluate("one => getComputedStyle(one).color") == "rgb(1, 2, 3)"
    page.locator(".leaflet-marker-pane .pin").first.hover()
    expect(page.locator(".leaflet-tooltip")).to_have_text("A tooltip")
    page.locator("path.a-square").first.click(force=True)
    expect(popup.locator("td")).to_have_text("Alpha & <b>")
    page.locator("path.a-square").first.hover(force=True)
    expect(page.locator(".leaflet-tooltip tr").last).to_have_text("Name:Alpha & <b>")


def look_at_the_control(page: Page | Frame) -> None:
    """Check that the control lists the layers, and switches them."""
    page.locator(".leaflet-control-layers-toggle").hover()
    names = page.locator(".leaflet-control-layers-overlays label").all_inner_texts()
    assert [name.strip() for name in names][-4:] == ["Squares", "Group", "Points", "Choropleth"]
    assert len(names) == len({name.strip() for name in names})
    switch = page.locator(".leaflet-control-layers-overlays label", has_text="Squares").locator("input")
    switch.uncheck()
    expect(page.locator("path.a-square")).to_have_count(0)
    switch.check()
    expect(page.locator("path.a-square")).to_have_count(2)


def test_every_element_appears_in_a_saved_page(visit: Go, chart: AtlasMap, picture: Path, tmp_path: Path) -> None:
    add_everything(chart, picture)
    seen = visit(saved(chart, tmp_path), "#lang=en&layers=control")
    look_at_everything(seen.page)
    look_at_the_control(seen.page)
    seen.assert_quiet()


def test_every_element_appears_in_a_notebooks_frame(
    browser: Browser, chart: AtlasMap, picture: Path, tmp_path: Path
) -> None:
    add_everything(chart, picture)
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!DOCTYPE html><meta charset='utf-8'><body>{chart._repr_html_()}", encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"file://{notebook}")
    frame = page.frames[1]
    frame.wait_for_selector("html.ready")
    box = page.locator("iframe").bounding_box()
    assert box
    assert box["height"] == 640
    look_at_everything(frame)
    look_at_the_control(frame)
    frame.locator("button.next:visible, .timebar button").first.click()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:", "about:"))] == []
    assert said == []
    context.close()


def middle(element: Locator) -> tuple[float, float]:
    box = element.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("view", ["5,5,3", "5,5,2.5", "3,6,5", "7,4,4.5"])
def test_layers_fall_where_our_own_towns_are(visit: Go, chart: AtlasMap, tmp_path: Path, view: str) -> None:
    for name, (lon, lat) in TOWNS.items():
        folium.CircleMarker([lat, lon], radius=4, class_name=f"at-{name}").add_to(chart)
        folium.GeoJson(
            collection(point(lon, lat)), marker=folium.CircleMarker(radius=3, class_name=f"geo-{name}"), control=False
        ).add_to(chart)
        folium.Marker([lat, lon], alt=name).add_to(chart)
    page = visit(saved(chart, tmp_path), f"#layers=control,towns&view={view}").page
    seen = 0
    for name in TOWNS:
        town = page.locator(f'[data-place="{name}"] circle')
        if not town.count():  # out of view
            continue
        x, y = middle(town)
        for other in (f"path.at-{name}", f"path.geo-{name}"):
            other_x, other_y = middle(page.locator(other))
            assert abs(other_x - x) <= 1, (name, view)
            assert abs(other_y - y) <= 1, (name, view)
        pin = page.locator(f'.pin[aria-label="{name}"]').bounding_box()
        assert pin
        assert abs(pin["x"] + pin["width"] / 2 - x) <= 1
        assert abs(pin["y"] + pin["height"] - y) <= 1, "its tip stands on the place"
        seen += 1
    assert seen >= 2


def test_a_box_of_ones_own_is_shown_and_a_link_to_a_view_wins(visit: Go, chart: AtlasMap, tmp_path: Path) -> None:
    folium.Rectangle([[1.5, 1.5], [2.5, 2.5]], class_name="a-rectangle").add_to(chart)
    chart.fit_bounds([[1.5, 1.5], [2.5, 2.5]])
    path = saved(chart, tmp_path)
    shown = visit(path).page.locator("path.a-rectangle").bounding_box()
    linked = visit(path, "#view=5,5,2").page.locator("path.a-rectangle").bounding_box()
    assert shown
    assert linked
    assert shown["width"] > 4 * linked["width"]


RUN = "window.executed=1"
HOSTILE = f"<img src=x onerror='{RUN}'> </script><script>{RUN}</script> ${{{RUN}}} {{{{ 7*7 }}}} `"


@pytest.mark.filterwarnings("ignore:a .* holds .*, which the page leaves out:UserWarning")
def test_hostile_text_runs_nowhere(visit: Go, chart: AtlasMap, tmp_path: Path) -> None:
    folium.GeoJson(
        collection(square(2, 5, name=HOSTILE)),
        name=HOSTILE,
        style_function=lambda _: {"className": "a-square"},
        tooltip=folium.GeoJsonTooltip(["name"]),
        popup=folium.GeoJsonPopup(["name"], aliases=[HOSTILE]),
    ).add_to(chart)
    folium.Marker([3, 7], popup=HOSTILE, tooltip=HOSTILE).add_to(chart)
    folium.Marker([2, 7], icon=folium.DivIcon(html=HOSTILE), popup=folium.Popup(HOSTILE, parse_html=True)).add_to(chart)
    seen = visit(saved(chart, tmp_path))
    page = seen.page
    page.locator("path.a-square").click()
    expect(page.locator(".leaflet-popup-content td")).to_have_text(HOSTILE)
    page.locator(".pin").click()
    expect(page.locator(".leaflet-popup-content").last).to_contain_text("${window.executed=1} {{ 7*7 }} `")
    page.locator(".pin").hover()
    page.locator(".leaflet-control-layers-toggle").hover()
    assert page.locator(".leaflet-control-layers-overlays label").last.inner_text().strip() == HOSTILE
    assert page.evaluate("window.executed") is None
    seen.assert_quiet()


def test_a_layer_on_another_theatres_map_is_switched_there(visit: Go, world: World, tmp_path: Path) -> None:
    path = world.maps / "tiny.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('["west"]', '["west", "east"]'), encoding="utf-8")
    chart = mapper.atlas_map("tiny", world.geodata, world.maps)
    group = folium.FeatureGroup(name="Far").add_to(chart.theatres["east"])
    folium.CircleMarker([5, 105], class_name="far-disc").add_to(group)
    seen = visit(saved(chart, tmp_path))
    disc = seen.page.locator("#map_east path.far-disc")
    expect(disc).to_be_visible()
    seen.page.locator(".leaflet-control-layers-toggle").hover()
    switch = seen.page.locator(".leaflet-control-layers-overlays label", has_text="Far").locator("input")
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(disc).to_have_count(0)
    switch.check()
    expect(disc).to_be_visible()
    seen.assert_quiet()


def tile(z: int, x: int, y: int) -> bytes:
    """Return a tile of the web as PNG: white, but red where the longitude is near 4 or the latitude near 6."""
    size, whole = 256, 256 * 2**z
    rows = []
    for row in range(size):
        lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y * size + row + 0.5) / whole))))
        red = abs(lat - 6) < 0.05
        lons = ((x * size + column + 0.5) / whole * 360 - 180 for column in range(size))
        rows.append(b"\0" + b"".join(b"\xff\0\0" if red or abs(lon - 4) < 0.05 else b"\xff" * 3 for lon in lons))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


RED = """([x, y]) => {
  // how far from a point of the screen the red lines of the tiles are, to the right and downwards
  const canvas = [...document.querySelectorAll(".leaflet-tiles-pane canvas")];
  const red = (dx, dy) => canvas.some((one) => {
    const box = one.getBoundingClientRect();
    const [u, v] = [x + dx - box.left, y + dy - box.top];
    if (u < 0 || v < 0 || u >= box.width || v >= box.height) return false;
    const [r, g, b, a] = one.getContext("2d").getImageData(u, v, 1, 1).data;
    return a > 200 && r > 200 && g < 120;
  });
  const along = (at) => Array.from({ length: 60 }, (_, i) => i).find((i) => red(...at(i)) || red(...at(-i))) ?? 99;
  return [along((d) => [d, 40]), along((d) => [40, d])];
}"""


def test_tiles_of_the_web_are_drawn_at_their_place(browser: Browser, world: World, tmp_path: Path) -> None:
    chart = mapper.atlas_map("tiny", world.geodata, world.maps, offline=False)
    address = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    folium.TileLayer(address, attr="<b>Tile makers</b>", name="Lines", max_zoom=9).add_to(chart)
    folium.CircleMarker([6, 4], radius=2, class_name="crossing").add_to(chart)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        z, x, y = map(int, re.findall(r"\d+", route.request.url))
        route.fulfill(body=tile(z, x, y), content_type="image/png", headers={"Access-Control-Allow-Origin": "*"})

    context.route("https://*.tiles.example/**", answer)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(
        "Object.defineProperty(Image.prototype, 'src', {set(to) {"
        " this.crossOrigin = 'anonymous'; this.setAttribute('src', to); }});"  # so that the test may read the canvas
        "const get = HTMLCanvasElement.prototype.getContext; HTMLCanvasElement.prototype.getContext ="
        " function (kind) { return get.call(this, kind, {willReadFrequently: true}); }"
    )
    for view in ("6,4,3", "6,4,5.5"):
        page.goto("about:blank")
        page.goto(f"file://{saved(chart, tmp_path)}#view={view}")
        page.wait_for_selector("html.ready")
        page.wait_for_load_state("networkidle")
        right, down = page.evaluate(RED, middle(page.locator("path.crossing")))
        assert right <= 3, view
        assert down <= 3, view
    expect(page.locator(".leaflet-control-attribution")).to_have_text("Tile makers")
    assert len(asked) > 4
    assert said == []
    context.close()
