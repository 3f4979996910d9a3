"""HTML that a user writes for popups, tooltips and icons, read into a tree of names, attributes and texts.

A page makes elements of the tree, one by one, so that nothing in it can run or fetch: no script, no handler, no style
sheet and no address but those of links and of images that travel inside.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

Node = str | list[Any]  # a text, or an element: its name, a dictionary of its attributes, and its children

# fmt: off
TEXT = {
    "a", "abbr", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby",
    "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
}
DRAWING = {
    "svg", "g", "path", "circle", "ellipse", "line", "polygon", "polyline", "rect", "text", "tspan", "title", "defs",
    "stop",
}
ATTRIBUTES = {
    "class", "id", "title", "lang", "dir", "role", "style", "href", "target", "src", "alt", "width", "height",
    "colspan", "rowspan", "scope", "span", "align", "valign", "bgcolor", "color", "size", "face", "border",
    "cellpadding", "cellspacing", "start", "type", "value", "open", "datetime", "viewbox", "d", "fill", "stroke",
    "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "fill-opacity", "stroke-opacity",
    "opacity", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "points",
    "text-anchor", "font-size", "font-family", "font-weight", "offset", "stop-color",
}
# fmt: on
VOID = {"br", "col", "hr", "img", "wbr"}
HIDDEN = {"script", "style", "template", "noscript", "iframe", "object", "textarea", "select", "head"}  # whole
CASE = {"viewbox": "viewBox"}
LINK = re.compile(r"(https?:|mailto:|#)", re.IGNORECASE)
IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
FETCHING = re.compile(r"url\s*\(|image-set\s*\(|@import|expression", re.IGNORECASE)


def parse(text: str, images: re.Pattern[str] = IMAGE) -> tuple[list[Node], list[str]]:
    """Read HTML; return the tree, and what was left out of it, each once: '<script>', 'onclick', 'src=http://...'.

    ``images`` matches the addresses that images may have.
    """
    reader = _Reader(images)
    reader.feed(text)
    reader.close()
    return reader.root, list(dict.fromkeys(reader.left_out))


def written(nodes: list[Node]) -> str:
    """Return a tree as HTML again, without styles, which a page admits only when they are set by a script."""
    parts = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(html.escape(node, quote=False))
            continue
        name, attributes, *children = node
        told = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items() if key != "style")
        parts.append(f"<{name}{told}>" if name in VOID else f"<{name}{told}>{written(children)}</{name}>")
    return "".join(parts)


class _Reader(HTMLParser):
    """Builds the tree; an end tag ends the nearest element of its name, and what is open at the end is closed."""

    def __init__(self, images: re.Pattern[str]) -> None:
        super().__init__()
        self.images = images
        self.root: list[Node] = []
        self.open: list[tuple[str, list[Any]]] = []  # the elements around: name, and where their children go
        self.hidden: list[str] = []
        self.left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if self.hidden or tag in HIDDEN:
            if not self.hidden:
                self.left_out.append(f"<{tag}>")
            self.hidden.append(tag)
        elif tag in TEXT or tag in DRAWING:
            told = dict(filter(None, (self._attribute(tag, key, value or "") for key, value in attrs)))
            if "href" in told and not told["href"].startswith("#"):
                told |= {"target": "_blank", "rel": "noopener"}  # a link does not take the map's place
            element = [tag, told]
            self._children().append(element)
            if tag not in VOID:
                self.open.append((tag, element))
        elif tag not in ("html", "body"):
            self.left_out.append(f"<{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; one that is none of SVG's is closed by its end tag alone, as browsers have it."""
        self.handle_starttag(tag, attrs)
        if tag in DRAWING or self.hidden:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element and what is open inside."""
        if self.hidden:
            if tag in self.hidden:
                while self.hidden.pop() != tag:
                    pass
            return
        names = [name for name, _ in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Take a text."""
        if not self.hidden:
            self._children().append(data)

    def _children(self) -> list[Any]:
        return self.open[-1][1] if self.open else self.root

    def _attribute(self, tag: str, key: str, value: str) -> tuple[str, str] | None:
        fits = key in ATTRIBUTES or key.startswith("aria-")
        if key == "href":
            fits = tag == "a" and bool(LINK.match(value))
        elif key == "src":
            fits = tag == "img" and bool(self.images.match(value))
        elif key in ("style", "fill", "stroke"):
            fits = not FETCHING.search(value)
        if not fits:
            self.left_out.append(f"{key}={value[:60]}" if key in ("href", "src", "style") else key)
            return None
        return CASE.get(key, key), value
