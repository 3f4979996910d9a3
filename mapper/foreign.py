"""What a user adds to a map: folium's layers, markers, popups and scales, made fit for a page that fetches nothing.

folium writes scripts for them. Here they are written so that neither Jinja nor JavaScript reads a text of theirs as
code, popups, tooltips and icons become trees of elements (see `mapper.markup`), and what folium would fetch comes from
the package or is refused. The scripts call ``foreign``, a bundle that only a page with such layers has.
"""

# ruff: noqa: SLF001  (branca's tree, and what folium keeps of an element, have no public door)

from __future__ import annotations

import html
import json
import re
import warnings
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import folium
from branca.colormap import ColorMap
from branca.element import Element, Html, IFrame, MacroElement
from folium.elements import JSCSSMixin
from folium.features import CustomIcon, GeoJsonPopup, GeoJsonTooltip
from folium.map import Layer
from folium.raster_layers import ImageOverlay, VideoOverlay, WmsTileLayer
from folium.template import tojavascript
from folium.utilities import JsCode

from mapper import assets, markup
from mapper.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

BANDS = 60  # of a scale of colours
LIBRARIES = {"topojson": "vendor/topojson-client/topojson-client.min.js"}  # by the name that folium has for a link
RANDOM_ID = re.compile(r"[0-9a-f]{32}")
PLAIN_KEY = re.compile(r"feature\.(id|properties\.[A-Za-z_$][\w$]*)")
CREDIT = "<!-- Signs: Font Awesome Free by @fontawesome, CC BY 4.0; Glyphicons by way of Bootstrap 3, MIT -->\n"
OF_THE_WEB = re.compile(r"(data:image/|https:)", re.IGNORECASE)


@dataclass(frozen=True)
class Extra:
    """What a page needs besides for what was added to its maps: text for its head, and for the end of its script."""

    head: str = ""
    script: str = ""


@contextmanager
def admitted(maps: Iterable[folium.Map], own: tuple[type, ...], control: str, *, offline: bool) -> Iterator[Extra]:
    """Make what was added to maps fit for the page, while it lasts; afterwards the elements are as they were.

    Parameters
    ----------
    maps
        The maps of the page; the first has the control of the layers.
    own
        The classes of what we put on a map ourselves.
    control
        The name of that control in the script.
    offline
        Whether images from the network are refused.

    Raises
    ------
    CallError
        If something was added that would fetch from the network, or cannot stand at its place on our projections.
    """
    home, *_ = maps = list(maps)
    added = [(chart, child) for chart in maps for child in chart._children.values() if not isinstance(child, own)]
    if not added:
        yield Extra()
        return
    elements = [element for _, child in added for element in walk(child)]
    for element in elements:
        check(element, offline=offline)
    _number(elements, count(1))
    layers = [(chart, child) for chart, child in added if isinstance(child, Layer) and child.control]
    joining = ", ".join(
        f"{{map: {chart.get_name()}, layer: {layer.get_name()}, name: {_json(label)}, shown: {_json(layer.show)}}}"
        for (chart, layer), label in zip(layers, _labels(layers), strict=True)
    )
    extra = Extra(
        _head(elements), f"mapper.opened.then(() => foreign.settle({control}, {home.get_name()}, [{joining}]));\n"
    )
    with ExitStack() as changes:
        for element in elements:
            for name, value in _stand_ins(element, offline=offline).items():
                changes.enter_context(_replaced(element, name, value))
        for _, layer in layers:
            changes.enter_context(_replaced(layer, "control", value=False))  # the page lists it itself
        yield extra


def walk(element: Element) -> Iterator[Element]:
    """Go through an element and all that stands in it."""
    yield element
    for child in element._children.values():
        yield from walk(child)


def check(element: Element, *, offline: bool) -> None:
    """Refuse what a page cannot show as it should."""
    name = type(element).__name__
    if isinstance(element, folium.TileLayer) and offline:
        raise CallError(f"the tiles of {element.tile_name} come from the network; ask for the map with offline=False")
    if isinstance(element, (ImageOverlay, VideoOverlay, WmsTileLayer)):
        raise CallError(f"{name} is drawn for another projection than the map's; add it as shapes, or as a TileLayer")
    if isinstance(element, folium.GeoJson) and not element.embed:
        raise CallError("GeoJson with embed=False fetches its data from the network; leave embed away")
    if isinstance(element, CustomIcon):
        for url in (element.options.get("icon_url"), element.options.get("shadow_url")):
            if url and not (markup.IMAGE if offline else OF_THE_WEB).match(str(url)):
                raise CallError(f"the icon {url!s:.100} would be fetched from the network; name a file instead")
    if isinstance(element, JSCSSMixin):
        for key, url in (*element.default_js, *element.default_css):
            if key not in LIBRARIES:
                raise CallError(f"{name} fetches {url} from the network, and the package does not bring it")


def refuse_links(header: Element) -> None:
    """Refuse what an element wrote into the head of a page that fetches a script or a style sheet."""
    header._children.pop("d3", None)  # which branca asks for to draw a scale; `foreign` draws it
    for child in header._children.values():
        found = re.search(r"<(?:script|link)\b[^>]*?\b(?:src|href)\s*=\s*[\"']?([^\"'\s>]+)", child.render())
        if found:
            raise CallError(f"a layer fetches {found[1]} from the network, and the package does not bring it")


def _number(elements: Iterable[Element], numbers: Iterator[int]) -> None:
    """Give elements with random ids ids in order, so that the same layers make the same page."""
    taken = {element._id for element in elements}
    for element in elements:
        if RANDOM_ID.fullmatch(element._id):
            element._id = next(name for name in map("u{}".format, numbers) if name not in taken)


def _labels(layers: list[tuple[folium.Map, Layer]]) -> list[str]:
    """Return the names of layers as markup; one without a name has a number."""
    return [
        f"Layer {number}" if re.search(r"_[0-9a-f]{32}$", layer.layer_name) else html.escape(layer.layer_name)
        for number, (_, layer) in enumerate(layers, start=1)
    ]


@contextmanager
def _replaced(thing: object, name: str, value: object) -> Iterator[None]:
    """Give a thing an attribute while it lasts."""
    had = name in vars(thing)
    old = vars(thing).get(name)
    setattr(thing, name, value)
    try:
        yield
    finally:
        if had:
            setattr(thing, name, old)
        else:
            delattr(thing, name)


def _head(elements: list[Element]) -> str:
    """Return what goes into the head of the page: style, signs, libraries and the script ``foreign``."""
    scripts = [assets.read(path) for path in _libraries(elements)]
    parts = [f"<style>\n{assets.read('css/foreign.css')}</style>\n"]
    if signs := _glyphs(elements):
        parts.append(CREDIT)
        parts.append(f'<script type="application/json" id="foreign-glyphs">{_json(signs)}</script>\n')
    parts += [f"<script>\n{script}\n</script>\n" for script in (*scripts, assets.bundle("foreign"))]
    return "".join(parts)


def _libraries(elements: list[Element]) -> list[str]:
    """Return the files of the libraries that elements need."""
    links = [key for element in elements if isinstance(element, JSCSSMixin) for key, _ in element.default_js]
    return [LIBRARIES[key] for key in dict.fromkeys(links)]


def _glyphs(elements: list[Element]) -> dict[str, Any]:
    """Return the signs that icons name, by the prefix and the name as they stand there."""
    wanted: dict[str, None] = {}
    for element in elements:
        icon = element.marker.icon if isinstance(element, folium.GeoJson) and element.marker else element
        if not isinstance(icon, folium.Icon) or isinstance(icon, CustomIcon):
            continue
        styles: list[Mapping[str, Any]] = [{}]
        if isinstance(element, folium.GeoJson) and element.style:
            styles = [element.style_function(feature) for feature in element.data["features"]]
        for style in styles:
            name, prefix = style.get("icon", icon.options.get("icon")), style.get("prefix", icon.options.get("prefix"))
            if name:
                wanted[f"{prefix or ''} {name}"] = None
    return {key: glyph(*key.split(" ", 1)) for key in wanted}


def glyph(prefix: str, name: str) -> list[Any]:
    """Return one sign: view box, path, 1 where its y points up."""
    family = "fa" if prefix in ("fa", "fas", "fa-solid") else prefix
    found = assets.glyphs().get(f"{family} {name.removeprefix(f'{family}-')}")
    if found is None:
        hint = "the package brings Font Awesome's free solid icons (prefix 'fa') and Bootstrap's glyphicons"
        raise CallError(f"there is no icon '{name}' with the prefix '{prefix}'; {hint}")
    return found


def _stand_ins(element: Element, *, offline: bool) -> dict[str, Any]:
    """Return the attributes that an element has while it is written."""
    found: dict[str, Any] = {"_children": element._children.copy()}  # folium adds some at each writing
    if isinstance(element, MacroElement):
        found["_template"] = _Inert(element, offline=offline)
    if isinstance(element, JSCSSMixin):
        found |= {"default_js": [], "default_css": []}
    if isinstance(element, folium.DivIcon):
        found["options"] = _div_icon(element, offline=offline)
    if isinstance(element, folium.GeoJson):
        if isinstance(element.marker, folium.Marker) and isinstance(element.marker.icon, folium.DivIcon):
            icon = element.marker.icon
            stand_in = SimpleNamespace(_name=icon._name, options=_div_icon(icon, offline=offline))
            marker = SimpleNamespace(_name=element.marker._name, options=element.marker.options, icon=stand_in)
            found["marker"] = marker
        if (element.style or element.highlight) and not PLAIN_KEY.fullmatch(element.feature_identifier):
            for number, feature in enumerate(element.data["features"]):
                feature["id"] = str(number)
            found["feature_identifier"] = "feature.id"
    return found


def _div_icon(icon: folium.DivIcon, *, offline: bool) -> dict[str, Any]:
    """Return the options of an icon that is a piece of HTML."""
    if not icon.options.get("html"):
        return icon.options
    return {
        **icon.options,
        "html": JsCode(f"foreign.content({_tree(str(icon.options['html']), 'icon', offline=offline)})"),
    }


class _Inert:
    """A template of folium's whose output no other template reads: branca compiles it once more, as if it were one."""

    def __init__(self, element: MacroElement, *, offline: bool) -> None:
        own = element._template
        kind = next((kind for kind in type(element).__mro__ if kind in SCRIPTS), None)
        made: Mapping[str, Any]
        if kind and own is kind._template:  # a class of the user's own may have a template of its own
            made = {"script": lambda this, _: SCRIPTS[kind](this, offline=offline)}
        else:
            made = own.module.__dict__
        macros = {key: _raw(made[key], script=key == "script") for key in ("header", "html", "script") if key in made}
        self.module = SimpleNamespace(**macros)
        self.whole = macros.get("script") or _raw(
            lambda this, kwargs: own.render(this=this, kwargs=kwargs), script=True
        )

    def render(self, this: Element, kwargs: Mapping[str, Any]) -> str:
        """Return the script of an element whose template has no macros, such as a popup's."""
        return self.whole(this, kwargs)


def _raw(macro: Callable[[Any, Any], str], *, script: bool) -> Callable[[Any, Any], str]:
    """Return a macro whose output a template takes as it is; a script's ends no script element before its end."""

    def run(this: Element, kwargs: Mapping[str, Any]) -> str:
        text = str(macro(this, kwargs)).replace("\r\n", "\n")
        if script:
            text = re.sub(r"\{%(?=[-+]?\s*endraw)", r"{\\u0025", text)
            text = re.sub(r"<(?=/script|!--)", r"\\u003c", text, flags=re.IGNORECASE)
        return f"{{% raw %}}{text}{{% endraw %}}"

    return run


def _json(value: object) -> str:
    """Return JSON that may stand in a script."""
    text = json.dumps(value, ensure_ascii=False)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _tree(text: str, where: str, *, offline: bool) -> str:
    """Return HTML as the tree that ``foreign.content`` takes, and warn of what was left out."""
    nodes, left_out = markup.parse(text, markup.IMAGE if offline else OF_THE_WEB)
    if left_out:
        message = f"a {where} holds {', '.join(left_out)}, which the page leaves out"
        warnings.warn(message, UserWarning, stacklevel=2)
    return _json(nodes)


def _html_of(element: Element) -> str:
    """Return the HTML of what stands in a popup."""
    if isinstance(element, Html):
        data = element.data.replace("\\`", "`")  # folium's popup has escaped them for a template literal
        return data if element.script else html.escape(data)
    if isinstance(element, IFrame):  # its page stands in the popup itself
        return str(Element.render(element))
    return str(element.render())


def _parent(element: MacroElement) -> str:
    """Return the name, in the script, of what an element was added to."""
    return element._parent.get_name() if element._parent else ""


def _popup(popup: folium.Popup, *, offline: bool) -> str:
    name, parent = popup.get_name(), _parent(popup)
    tree = _tree("".join(map(_html_of, popup.html._children.values())), "popup", offline=offline)
    return (
        f"var {name} = L.popup({tojavascript(popup.options)}).setContent(() => foreign.content({tree}));\n"
        f"{parent}.bindPopup({name}){'.openPopup()' if popup.show else ''};\n"
    )


def _tooltip(tooltip: folium.Tooltip, *, offline: bool) -> str:
    style = html.escape(getattr(tooltip, "style", ""))
    tree = _tree(f'<div style="{style}">{tooltip.text}</div>', "tooltip", offline=offline)
    return f"{_parent(tooltip)}.bindTooltip(foreign.content({tree}), {tojavascript(tooltip.options)});\n"


def _table(detail: GeoJsonTooltip | GeoJsonPopup) -> str:
    options = _json({"labels": detail.labels, "localize": detail.localize})
    return f"foreign.table({_json(list(detail.fields))}, {_json(list(detail.aliases))}, {options})"


def _feature_tooltip(tooltip: GeoJsonTooltip, **_: object) -> str:
    options = tojavascript(tooltip.tooltip_options)
    return f"{_parent(tooltip)}.bindTooltip({_table(tooltip)}, {options});\n"


def _feature_popup(popup: GeoJsonPopup, **_: object) -> str:
    return f"{_parent(popup)}.bindPopup({_table(popup)}, {tojavascript(popup.popup_options)});\n"


def _fit(fit: folium.FitBounds, **_: object) -> str:
    return f"foreign.fit({_parent(fit)}, {_json(fit.bounds)}, {_json(fit.options)});\n"


def _scale(scale: ColorMap, **_: object) -> str:
    span = scale.vmax - scale.vmin
    colours = [scale(scale.vmin + span * (band + 0.5) / BANDS) for band in range(BANDS)]
    ticks = [tick for tick in scale.tick_labels or () if tick != ""]
    told = {"caption": scale.caption, "low": scale.vmin, "high": scale.vmax, "colours": colours, "ticks": ticks}
    return f"foreign.scale({_parent(scale)}, {tojavascript(told)});\n"


def _tiles(tiles: folium.TileLayer, **_: object) -> str:
    attribution, _left_out = markup.parse(str(tiles.options.get("attribution", "")))
    options = {**tiles.options, "attribution": markup.written(attribution)}
    return f"var {tiles.get_name()} = foreign.tiles({_json(tiles.tiles)}, {tojavascript(options)});\n"


SCRIPTS: dict[type[MacroElement], Callable[..., str]] = {  # how the page writes what folium writes otherwise
    folium.Popup: _popup,
    folium.Tooltip: _tooltip,
    GeoJsonTooltip: _feature_tooltip,
    GeoJsonPopup: _feature_popup,
    folium.FitBounds: _fit,
    ColorMap: _scale,
    folium.TileLayer: _tiles,
}
