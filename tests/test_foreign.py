"""What a user adds to a map: listed, in the page alone where it is, inert, and refused where it would fetch."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import folium
import pytest
from branca.element import Element, MacroElement
from folium import plugins
from folium.features import CustomIcon
from folium.template import Template

import mapper
from mapper import foreign
from mapper.errors import CallError

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.page import AtlasMap

HOSTILE = (
    "<img src=x onerror=run()> </script><script>run()</script><!-- ${run()} `run()` {{ 7*7 }} {% raw %}{% endraw %} \\"
)
SQUARE = [[[2, 5], [3, 5], [3, 6], [2, 6], [2, 5]]]


def features(**properties: object) -> dict:
    """Return a square with properties as GeoJSON."""
    shape = {"type": "Polygon", "coordinates": SQUARE}
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": properties, "geometry": shape}]}


@pytest.fixture
def chart(pristine_world: Path) -> AtlasMap:
    """Return a map of the tiny world that takes layers."""
    return mapper.atlas_map("tiny", pristine_world / "geodata", pristine_world / "maps")


def page(chart: AtlasMap) -> str:
    return str(chart.get_root().render())


def policy(text: str) -> str:
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert found
    return found[1]


def script(text: str) -> str:
    """Return the script of the page's body."""
    return text.rsplit("<script>", 1)[1]


def test_a_map_without_foreign_layers_has_nothing_for_them(chart: AtlasMap) -> None:
    text = page(chart)
    for word in (
        "foreign.settle",
        "var foreign",
        "AwesomeMarkers",
        "foreign-scale",
        "topojson.feature",
        "Font Awesome",
    ):
        assert word not in text
    folium.Marker([7, 7]).add_to(chart)
    assert "foreign.settle" in page(chart)


def test_a_page_is_the_same_at_every_writing_and_with_the_same_layers(chart: AtlasMap, pristine_world: Path) -> None:
    def add(to: AtlasMap) -> str:
        group = folium.FeatureGroup(name="Mine").add_to(to)
        folium.Marker([7, 7], popup="a", tooltip="b", icon=folium.Icon(icon="home", prefix="fa")).add_to(group)
        folium.GeoJson(features(name="x"), popup=folium.GeoJsonPopup(["name"])).add_to(to)
        return page(to)

    first = add(chart)
    assert page(chart) == first
    other = mapper.atlas_map("tiny", pristine_world / "geodata", pristine_world / "maps")
    assert add(other) == first


def test_layers_are_afterwards_as_they_were_and_fit_another_map(chart: AtlasMap) -> None:
    layer = folium.GeoJson(features(name="x"), name="Mine", tooltip=folium.GeoJsonTooltip(["name"]))
    folium.Popup("a").add_to(layer)
    layer.add_to(chart)
    page(chart)
    assert "foreign" not in str(folium.Map().add_child(layer).get_root().render())
    assert layer.control


def test_layers_join_the_control_under_their_names_as_text(chart: AtlasMap) -> None:
    folium.FeatureGroup(name="Towns").add_to(chart)  # the page has a layer of this name
    folium.FeatureGroup(name="<i>x</i>", show=False).add_to(chart)
    folium.FeatureGroup().add_to(chart)
    folium.FeatureGroup(name="kept out", control=False).add_to(chart)
    folium.LayerControl().add_to(chart)
    text = script(page(chart))
    assert '"Towns" : layer_towns' in text
    joined = re.search(r"foreign\.settle\(layer_control_1, map_west, \[(.*)\]\)", text)
    assert joined
    names = re.findall(r"name: (\"[^\"]*\"), shown: (\w+)", joined[1])
    assert [(json.loads(name), shown) for name, shown in names] == [
        ("Towns", "true"), ("&lt;i&gt;x&lt;/i&gt;", "false"), ("Layer 3", "true"),
    ]  # fmt: skip
    assert text.count("L.control.layers(") == 1


def test_each_theatre_has_its_map(world_of_two: AtlasMap) -> None:
    assert list(world_of_two.theatres) == ["west", "east"]
    assert world_of_two.theatres["west"] is world_of_two
    folium.FeatureGroup(name="Far").add_to(world_of_two.theatres["east"])
    text = script(page(world_of_two))
    assert "{map: map_east, layer: feature_group_u1, name: " in text
    assert text.index("feature_group_u1.addTo(map_east)") < text.index("mapper.open(")


@pytest.fixture
def world_of_two(world: object) -> AtlasMap:
    """Return a map of both windows of the tiny world."""
    path = world.maps / "tiny.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('["west"]', '["west", "east"]'), encoding="utf-8")
    return mapper.atlas_map("tiny", world.geodata, world.maps)


def add_hostile(chart: AtlasMap) -> None:
    """Add text that would run to every place that takes text."""
    style = {"color": HOSTILE, "fillColor": "#ff0000"}
    folium.GeoJson(
        features(**{HOSTILE: HOSTILE, "name": HOSTILE}),
        name=HOSTILE,
        style_function=lambda _: style,
        highlight_function=lambda _: style,
        tooltip=folium.GeoJsonTooltip(["name", HOSTILE], aliases=[HOSTILE, "x"]),
        popup=folium.GeoJsonPopup(["name"], aliases=[HOSTILE]),
    ).add_to(chart)
    folium.Marker([7, 7], popup=HOSTILE, tooltip=HOSTILE, icon=folium.DivIcon(html=HOSTILE)).add_to(chart)
    folium.Marker(
        [6, 6], popup=folium.Popup(HOSTILE, parse_html=True), tooltip=folium.Tooltip("x", style=HOSTILE)
    ).add_to(chart)
    folium.CircleMarker([5, 5], popup=folium.Popup(folium.IFrame("a &lt;b"), lazy=True)).add_to(chart)


@pytest.mark.filterwarnings("ignore:a .* holds .*, which the page leaves out:UserWarning")
def test_text_of_data_is_neither_a_template_nor_a_script(chart: AtlasMap) -> None:
    add_hostile(chart)
    text = page(chart)
    assert "</script><script>run()" not in text
    assert "49" not in script(text).replace("1949", "")
    assert "unsafe" not in policy(text)
    popup = re.search(r"var popup_\w+ = L\.popup\(\{[^}]*\}\)\.setContent\(\(\) => foreign\.content\((.*)\)\);", text)
    assert popup
    tree = json.loads(popup[1])
    assert tree[0] == ["img", {}]
    assert tree[1] == " "  # the script is gone
    parsed = re.findall(r"\(\) => foreign\.content\((.*)\)\);", text)
    assert json.loads(parsed[1]) == [HOSTILE.replace("\r", "")], "escaped by the user's wish: all of it is text"


def test_what_a_popup_loses_is_told(chart: AtlasMap) -> None:
    folium.Marker([7, 7], popup="a<script>b</script>").add_to(chart)
    with pytest.warns(UserWarning, match="a popup holds <script>, which the page leaves out"):
        page(chart)


def test_a_popup_takes_markup_backticks_and_frames(chart: AtlasMap) -> None:
    folium.Marker([7, 7], popup="<b>it's `so`</b> & more").add_to(chart)
    folium.Marker([7, 7], popup=folium.Popup(folium.IFrame("<i>framed</i>", width=200, height=80))).add_to(chart)
    trees = [json.loads(found) for found in re.findall(r"\(\) => foreign\.content\((.*)\)\);", page(chart))]
    assert trees[0] == [["b", {}, "it's `so`"], " & more"]
    assert [node for node in trees[1] if not isinstance(node, str)] == [["i", {}, "framed"]]


def test_what_is_needed_travels_in_the_page_and_only_then(chart: AtlasMap) -> None:
    folium.Marker([7, 7], icon=folium.Icon(icon="cloud", prefix="fa")).add_to(chart)
    text = page(chart)
    glyphs = re.search(r'id="foreign-glyphs">(.*?)</script>', text)
    assert glyphs
    assert list(json.loads(glyphs[1])) == ["fa cloud"]
    assert "Font Awesome Free by @fontawesome, CC BY 4.0" in text
    assert "topojson-client" not in text
    arcs = [[[2, 5], [1, 0], [0, 1], [-1, 0], [0, -1]]]
    shape = {"type": "Polygon", "arcs": [[0]], "properties": {"name": "x"}}
    objects = {"one": {"type": "GeometryCollection", "geometries": [shape]}}
    transform = {"scale": [1, 1], "translate": [0, 0]}
    folium.TopoJson(
        {"type": "Topology", "objects": objects, "arcs": arcs, "transform": transform}, "objects.one", name="Topo"
    ).add_to(chart)
    assert "topojson-client" in page(chart)
    assert "http" not in policy(page(chart))


@pytest.mark.parametrize("prefix", ["fa", "fa-solid", "glyphicon"])
def test_icons_are_found_by_any_of_their_names(prefix: str) -> None:
    assert foreign.glyph(prefix, "home")
    assert foreign.glyph("fa", "fa-home") == foreign.glyph("fa", "house")


def test_icons_that_features_choose_are_there(chart: AtlasMap) -> None:
    points = {"type": "Point", "coordinates": [3, 3]}
    data = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"i": "star"}, "geometry": points}],
    }
    folium.GeoJson(
        data,
        marker=folium.Marker(icon=folium.Icon(prefix="fa", icon="circle")),
        style_function=lambda feature: {"icon": feature["properties"]["i"], "markerColor": "red"},
    ).add_to(chart)
    assert '{"fa star": ' in page(chart)


class Fetching(MacroElement):
    """An element of a user's own that fetches."""

    _template = Template(
        '{% macro header(this, kwargs) %}<script src="https://lib.example/x.js"></script>{% endmacro %}'
    )


@pytest.mark.parametrize(
    ("element", "words"),
    [
        (folium.TileLayer("OpenStreetMap"), "openstreetmap come from the network; ask for the map with offline=False"),
        (plugins.HeatMap([[5, 5]]), r"HeatMap fetches https://\S+heat\S*js from the network"),
        (plugins.MarkerCluster(), "MarkerCluster fetches"),
        (
            folium.raster_layers.ImageOverlay("data:image/png;base64,AA", [[1, 1], [2, 2]]),
            "drawn for another projection",
        ),
        (folium.WmsTileLayer("https://wms.example", "x"), "drawn for another projection"),
        (folium.Marker([5, 5], icon=CustomIcon("https://a.example/x.png")), "x.png would be fetched"),
        (folium.Marker([5, 5], icon=folium.Icon(icon="no-such")), "no icon 'no-such' with the prefix 'glyphicon'"),
        (Fetching(), "fetches https://lib.example/x.js"),
    ],
    ids=["tiles", "heat map", "cluster", "image", "wms", "icon", "unknown icon", "own element"],
)
def test_what_would_fetch_or_lie_beside_its_place_is_refused(chart: AtlasMap, element: Element, words: str) -> None:
    chart.add_child(element, name="wrong")
    with pytest.raises(CallError, match=words):
        page(chart)
    del chart._children["wrong"]  # noqa: SLF001
    assert "foreign.settle" not in page(chart), "the page is sound without it"


def test_tiles_are_admitted_where_the_map_is_not_offline(pristine_world: Path, chart: AtlasMap) -> None:
    folium.Marker([7, 7]).add_to(chart)
    assert "img-src data: blob:;" in policy(page(chart))
    online = mapper.atlas_map("tiny", pristine_world / "geodata", pristine_world / "maps", offline=False)
    tiles = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    folium.TileLayer(tiles, attr='<a href="https://a.example" onclick="x">A</a>', name="Relief").add_to(online)
    text = page(online)
    assert "img-src data: blob: https:;" in policy(text)
    assert f'foreign.tiles("{tiles}"' in text
    assert "onclick" not in script(text)


@pytest.mark.parametrize(("height", "css"), [(420, "420px"), ("80vh", "80vh"), (None, "640px")])
def test_a_notebook_shows_the_map_as_high_as_asked(pristine_world: Path, height: float | str | None, css: str) -> None:
    more = {} if height is None else {"height": height}
    chart = mapper.atlas_map("tiny", pristine_world / "geodata", pristine_world / "maps", **more)
    shown = chart._repr_html_()
    assert shown.startswith(f'<div style="position: relative; width: 100%; height: {css}">')
    assert '<iframe srcdoc="&lt;!DOCTYPE html&gt;' in shown
    assert shown == chart.get_root()._repr_html_()
