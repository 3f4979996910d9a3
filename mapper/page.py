"""The page: a folium map whose every part travels inside one HTML file. With `mapper.foreign` it alone imports folium.

What folium writes names the layers and the controls; what is drawn comes from one JSON blob, read by the scripts in
`mapper.assets`. Text from data enters the page in that blob alone, and the scripts put it there as text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from string import Template as Text
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import folium
from branca.element import Element, Figure, MacroElement
from folium.map import Layer
from folium.template import Template

from mapper import assets, described, foreign
from mapper.about import PROJ
from mapper.errors import CallError
from mapper.record import DEEPEST, packed

if TYPE_CHECKING:
    from mapper.about import About
    from mapper.maps import MapSpec
    from mapper.record import Record

OVERLAYS = {
    "control": "Control",
    "recognised": "Sovereign in law",
    "agreed": "Agreed spheres",
    "movements": "Movements",
    "railways": "Railways",
    "rivers": "Rivers",
    "towns": "Towns",
}


HEIGHT = "640px"  # of a map in a notebook
CONTROL = "layer_control_1"  # the name of the layers' control in the script

Catalogues = Mapping[str, Mapping[str, Any]]


class Raw(Element):
    """Text that is written as it is: folium would compile it as a Jinja template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: Any) -> str:  # noqa: ANN401  (folium's signature)
        """Return the text."""
        return self.text


class Page(Figure):
    """A whole HTML document that asks the network for nothing, and says so in a content security policy."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="@policy@">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{{ this.title|e }}</title>\n"
        "{{ this.tags }}"
        "{{ this.header.render(**kwargs) }}\n{{ this.extra.head }}</head>\n"
        "<body>\n{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n{{ this.extra.script }}</script>\n</body>\n</html>\n"
    )

    def __init__(
        self, title: str, record: Record, tags: str = "", *, offline: bool = True, height: str = HEIGHT
    ) -> None:
        super().__init__(title=title, height=height)
        self.tags = tags
        self.offline = offline
        self.extra = foreign.Extra()
        self.header._children.clear()  # noqa: SLF001  (the charset stands in the template)
        for sheet in (assets.styles(),):
            self.header.add_child(Raw(f"<style>\n{sheet}\n</style>\n"))
        for script in assets.scripts(projections(record)):
            self.header.add_child(Raw(f"<script>\n{script}\n</script>\n"))
        self.header.add_child(Raw(f'<script type="text/plain" id="atlas-data">{packed(record)}</script>\n'))
        self.header.add_child(Raw(f"<script>\n{assets.bundle()}</script>\n"))

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401  (folium's signature)
        """Return the document, the policy filled in with the hashes of its own scripts and styles."""
        maps = [child for child in self._children.values() if isinstance(child, AtlasMap)]
        with self._fresh(), foreign.admitted(maps, OWN, CONTROL, offline=self.offline) as self.extra:
            for child in self._children.values():
                child.render(**kwargs)
            foreign.refuse_links(self.header)
            document = str(self._template.render(this=self, kwargs=kwargs))
        return with_policy(document, images="data: blob:" if self.offline else "data: blob: https:")

    @contextmanager
    def _fresh(self) -> Iterator[None]:
        """Let what is written for the maps be gone afterwards: a page may be written again, with other layers."""
        parts = (self.header, self.html, self.script)
        before = [part._children.copy() for part in parts]  # noqa: SLF001
        try:
            yield
        finally:
            for part, children in zip(parts, before, strict=True):
                part._children = children  # noqa: SLF001

    def _repr_html_(self, **kwargs: Any) -> str:  # noqa: ANN401  (folium's signature)
        """Return the page for a notebook: a frame as high as the map asked for."""
        document = html.escape(self.render(**kwargs))
        return (
            f'<div style="position: relative; width: 100%; height: {self.height}">'
            "<span>Trust this notebook to see the map.</span>"
            f'<iframe srcdoc="{document}" title="{html.escape(str(self.title))}" allowfullscreen '
            'style="position: absolute; inset: 0; width: 100%; height: 100%; border: 0"></iframe></div>'
        )


def with_policy(document: str, images: str = "data: blob:") -> str:
    """Fill ``@policy@`` with a content security policy that lets run only the scripts and styles in the document."""

    def hashes(pattern: str) -> str:
        found = dict.fromkeys(re.findall(pattern, document, flags=re.DOTALL))
        digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in found)
        return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"

    policy = (
        f"default-src 'none'; img-src {images}; script-src {hashes(r'<script>(.*?)</script>')}; "
        f"style-src {hashes(r'<style>(.*?)</style>')}; base-uri 'none'; form-action 'none'"
    )
    return document.replace("@policy@", policy, 1)


class AtlasMap(folium.Map):
    """A Leaflet map of one theatre in its own equal-area projection, without tiles and without a link to anywhere.

    It takes folium's layers, markers, popups and tooltips (see `mapper.foreign`). ``theatres`` holds the maps of all
    theatres of the page, this one among them; a layer stands on the map that it is added to.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  (folium's attribute)
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}"></div>{% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
            center: {{ this.location|tojson }},
            crs: L.CRS[{{ this.crs|tojson }}],
            ...{{ this.options|tojavascript }}
        });
        {% endmacro %}
        """
    )

    def __init__(self, theatre: str, view: list[float], page: Page) -> None:
        latitude, longitude, zoom = view
        self.theatres: dict[str, AtlasMap] = {}
        super().__init__(
            location=(latitude, longitude),
            zoom_start=zoom,  # type: ignore[arg-type]  # Leaflet takes fractions
            tiles=None,
            crs=theatre,
            zoom_control=False,
            zoom_snap=0.25,
            attribution_control=False,
            min_zoom=2,
            max_zoom=DEEPEST,
        )
        self._id = theatre
        page.add_child(self, name=theatre)

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> AtlasMap:
        """Add a layer; a second control of the layers is let be, for the page's own lists them all."""
        if not isinstance(child, folium.LayerControl) or CONTROL not in self._children:
            super().add_child(child, name, index)
        return self


class VirtualLayer(Layer):
    """An entry of folium's layer control that switches a part of the page's one state."""

    _template = Template(
        "{% macro script(this, kwargs) %}var {{ this.get_name() }} = mapper.layer({{ this.key|tojson }});{% endmacro %}"
    )

    def __init__(self, key: str, label: str, *, show: bool) -> None:
        super().__init__(name=label, overlay=True, show=show)
        self._name = "layer"
        self._id = key.replace(":", "_")
        self.key = key


class YearToggle(Layer):
    """A year in folium's layer control: one of a set of radio buttons, in step with the time slider."""

    _template = Template(
        "{% macro script(this, kwargs) %}var {{ this.get_name() }} = mapper.year({{ this.layer_name }});{% endmacro %}"
    )

    def __init__(self, year: int) -> None:
        super().__init__(name=str(year), overlay=False, show=False)
        self._name = "year"
        self._id = str(year)


class Opening(MacroElement):
    """The last line of the page's script: it hands the maps and the layer control over and draws everything."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "mapper.open({maps: { {%- for theatre, name in this.maps.items() %}"
        "{{ theatre|tojson }}: {{ name }}, {% endfor -%} }, "
        "layers: {{ this.control }}});"
        "{% endmacro %}"
    )

    def __init__(self, maps: dict[str, AtlasMap], control: folium.LayerControl) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.maps = {theatre: chart.get_name() for theatre, chart in maps.items()}
        self.control = control.get_name()


def overlays(record: Record) -> dict[str, str]:
    """Return the layers that have something to show in a map's record, in the order of the control, with their names.

    The page's script puts them into the reader's language.
    """
    used = {event["theme"] for event in record["events"]}
    themes = {f"events:{theme}": f"Events: {theme}" for theme in record["about"]["themes"]}
    has = {
        "control": True,
        "recognised": True,
        "agreed": record["agreements"],
        "movements": record["movements"],
        "railways": record["railways"],
        "rivers": any(theatre.get("rivers") for theatre in record["theatres"].values()),
        "towns": record["places"],
    }
    shown = {key: name for key, name in OVERLAYS.items() if has[key]}
    return shown | {key: name for key, name in themes.items() if key.removeprefix("events:") in used}


OWN = (VirtualLayer, YearToggle, folium.LayerControl)  # what we put on a map; all else is a user's


def folium_map(
    spec: MapSpec, record: Record, picture: bytes = b"", *, offline: bool = True, height: float | str = HEIGHT
) -> AtlasMap:
    """Return the first map of a page; the page itself is its root (``get_root()``).

    The map can be shown in a notebook, ``height`` high (pixels, or a length of CSS), and other folium layers added to
    it; ``offline=False`` admits tiles and images from the network. ``picture`` is a PNG for what shows a link to the
    page.
    """
    first_language, *_ = record["about"]["languages"]
    size = height if isinstance(height, str) else f"{height:g}px"
    if not re.fullmatch(r"\d+(\.\d+)?(px|%|vh|vw|r?em|cm|mm|in|pt)", size):
        raise CallError(f"'{height}' is no height: pixels as a number, or a length of CSS such as '80vh'")
    tags = link_tags(spec.title[first_language], spec.lede[first_language], picture)
    page = Page(spec.title[first_language], record, tags, offline=offline, height=size)
    maps = {theatre: AtlasMap(theatre, record["map"]["views"][theatre], page) for theatre in spec.theatres}
    for chart in maps.values():
        chart.theatres = maps
    first = maps[spec.theatres[0]]
    for key, name in overlays(record).items():
        VirtualLayer(key, name, show=key in spec.layers).add_to(first)
    for year in range(int(record["map"]["from"][:4]), int(record["map"]["to"][:4]) + 1):
        YearToggle(year).add_to(first)
    control = folium.LayerControl(position="topright", collapsed=True)
    control._id = "1"  # noqa: SLF001  (folium's ids are random; a page is the same at every build)
    control.add_to(first)
    opening = Opening(maps, control)
    opening._id = "1"  # noqa: SLF001
    page.add_child(opening)
    return first


def projections(record: Record) -> list[str]:
    """Return the projections of a page's theatres, by their names in PROJ."""
    return sorted({name for theatre in record["theatres"].values() for name in PROJ.findall(theatre["proj"])})


def render(spec: MapSpec, record: Record, picture: bytes = b"") -> str:
    """Return the whole HTML document of a map; ``picture`` is a PNG for what shows a link to it."""
    return str(folium_map(spec, record, picture).get_root().render())


def link_tags(title: str, lede: str, picture: bytes = b"") -> str:
    """Return the tags of a page's head by which a link to it is shown, and its icon; all of it lies in the page."""
    icon = quote(assets.read("html/icon.svg").strip(), safe="")
    tags = {
        "description": ("name", lede),
        "og:type": ("property", "website"),
        "og:title": ("property", title),
        "og:description": ("property", lede),
        "twitter:card": ("name", "summary_large_image"),
    }
    if picture:
        tags["og:image"] = ("property", f"data:image/png;base64,{base64.b64encode(picture).decode()}")
        tags["og:image:alt"] = ("property", title)
    lines = [f'<meta {kind}="{name}" content="{html.escape(text)}">' for name, (kind, text) in tags.items()]
    return "\n".join([*lines, f'<link rel="icon" href="data:image/svg+xml,{icon}">', ""])


class Index(NamedTuple):
    """What the index says: of the atlas, and of each of its maps.

    ``facts`` holds a line about each map; ``partly`` the key of what is said of each language that lacks texts.
    """

    about: About
    specs: list[MapSpec]
    facts: dict[str, dict[str, str]]
    catalogues: Catalogues
    partly: Mapping[str, str]


def render_index(index: Index) -> str:
    """Return the page that leads to the maps, once in each language.

    A link to a language's section shows that one alone; without one, a script goes to the browser's language.
    """
    about, page = index.about, Text(assets.read("html/index.html"))
    sections = "".join(_edition(lang, index) for lang in about.languages)
    title = " · ".join(dict.fromkeys(html.escape(text) for text in about.title.values()))
    first = about.languages[0]
    tags = link_tags(about.title[first], about.lede[first]) + described.script(about)
    style = assets.read("css/index.css")
    return with_policy(page.substitute(sections=sections, style=style, title=title, tags=tags, lang=first))


def _edition(lang: str, index: Index) -> str:
    """Return the section of the index in one language."""
    about, specs, facts, catalogues, partly = index
    entry, words, first = Text(assets.read("html/entry.html")), catalogues[lang], about.languages[0]

    def said(texts: dict[str, str]) -> str:
        """Return a text in this language, or in the first, escaped; in Polish no line ends with a one-letter word."""
        value = texts.get(lang) or texts[first]
        if lang == "pl":
            value = re.sub(r"\b([aiouwz]) ", "\\1\u00a0", value, flags=re.IGNORECASE)
        return html.escape(value)

    entries = [
        {
            "href": f"{quote(spec.id)}.html" if lang == first else f"{quote(spec.id)}.html#lang={lang}",
            "title": said(spec.title),
            "lede": said(spec.lede),
            "fact": html.escape(facts[spec.id][lang]),
        }
        for spec in specs
    ]
    own = {other: catalogues[other]["language.name"] for other in about.languages}
    switch = [
        f'<span aria-current="true">{html.escape(name)}</span>'
        if other == lang
        else f'<a href="#{other}" lang="{other}" hreflang="{other}">{html.escape(name)}</a>'
        for other, name in own.items()
    ]
    lines = [words[key].format(language=own[one], first=own[first]) for one, key in partly.items()]
    return Text(assets.read("html/edition.html")).substitute(
        lang=lang,
        languages=html.escape(words["index.languages"]),
        kicker=html.escape(words["index.kicker"]),
        years=words["years"],
        title=said(about.title),
        lede=said(about.lede),
        colophon=html.escape(words["credits"]),
        switch="\n    ".join(switch) if len(own) > 1 else "",
        partly="".join(f'\n    <p class="partly">{html.escape(line)}</p>' for line in lines),
        entries="".join(entry.substitute(one) for one in entries),
    )
