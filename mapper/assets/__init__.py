"""The files of a page: scripts, styles, catalogues of words, and the npm packages that the packaging hook brings.

The scripts are small ES modules; a page gets them as one classic script, for an import from a file opened without a
server is forbidden to a browser. The packaging hook bundles them into ``vendor/mapper.js``, those for a user's own
folium layers into ``vendor/foreign.js``, the core of proj4 into ``vendor/proj4.js`` and each projection into a script
in ``vendor/projections``; after a change of the scripts in a checkout, ``npm --prefix mapper/assets run bundle`` does
so again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.errors import BuildError, CallError

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = files("mapper.assets")
FALLBACK = "en"  # the language of the catalogue that every text stands in
SHEETS = (
    "base",
    "plates",
    "comparison",
    "title",
    "buttons",
    "desk",
    "legend",
    "timebar",
    "ruler",
    "plate",
    "leaflet",
    "span",
    "chart",
    "find",
    "screens",
    "print",
    "sheets",
)  # the later ones overrule the earlier


def read(path: str) -> str:
    """Return the text of one asset, such as 'css/print.css'.

    Raises
    ------
    BuildError
        If it is not there; a vendored package is missing where the package was not installed with pip.
    """
    try:
        return HERE.joinpath(path).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BuildError(f"the asset {path} is missing; install the package with pip, which brings it") from error


def bundle(name: str = "mapper") -> str:
    """Return our scripts as one that defines ``mapper`` or ``foreign``, or ``proj4``, or a projection of it.

    Raises
    ------
    BuildError
        If it was made of other sources than those that lie beside it, which they do in a checkout alone.
    """
    path = f"vendor/{name}.js"
    text = read(path)
    if HERE.joinpath("js").is_dir() and text.splitlines()[0] != f"// sources {sources_digest()}":
        raise BuildError(
            f"mapper/assets/{path} is older than the scripts in mapper/assets/js; run `npm --prefix mapper/assets ci"
            " --ignore-scripts` once and `npm --prefix mapper/assets run bundle`, or install the package again with pip"
        )
    return text


def sources_digest() -> str:
    """Return the digest of the scripts that ``bundle.js`` writes into the bundle's first line."""
    folder = Path(str(HERE.joinpath("js")))
    digest = hashlib.sha256()
    for path in sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*.js")):
        digest.update(path.encode() + b"\0" + (folder / path).read_bytes() + b"\0")
    return digest.hexdigest()


def scripts(projections: Iterable[str]) -> list[str]:
    """Return the libraries' scripts in the order in which a page needs them, with those of some projections."""
    leaflet, proj4leaflet = (read(f"vendor/{path}.js") for path in ("leaflet/leaflet", "proj4leaflet/proj4leaflet"))
    ours = [bundle(name) for name in ("proj4", *(f"projections/{name}" for name in projections))]
    return [re.sub(r"^//[#@] sourceMappingURL=.*$", "", leaflet, flags=re.MULTILINE), *ours, proj4leaflet]


def styles() -> str:
    """Return Leaflet's style sheet, its images inlined, and ours."""
    sheet = read("vendor/leaflet/leaflet.css")

    def inline(match: re.Match[str]) -> str:
        image = HERE.joinpath("vendor/leaflet", match["name"])
        if not image.is_file():
            return "none"  # the marker's shadow and icon, which no page of ours uses
        return f"url(data:image/png;base64,{base64.b64encode(image.read_bytes()).decode()})"

    sheet = re.sub(r"url\(images/(?P<name>[^)]+)\)", inline, sheet)
    return "\n".join([sheet, *(read(f"css/{name}.css") for name in SHEETS)])


@cache
def glyphs() -> dict[str, list[Any]]:
    """Return the signs that folium's icons may name, by 'prefix name': view box, path, 1 where its y points up."""
    found: dict[str, list[Any]] = json.loads(read("vendor/icons.json"))
    return found


def catalogues(languages: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the words of the page in each of some languages; a text that one lacks is the English.

    Raises
    ------
    CallError
        If the package has no catalogue of one.
    """
    there = sorted(path.name.removesuffix(".json") for path in HERE.joinpath("i18n").iterdir())
    for language in languages:
        if language not in there:
            raise CallError(f"the package has no words for the language '{language}'; it has {', '.join(there)}")
    return {language: catalogue(FALLBACK) | catalogue(language) for language in languages}


def catalogue(language: str) -> dict[str, Any]:
    """Return the words of the page that the package has in a language."""
    found: dict[str, Any] = json.loads(read(f"i18n/{language}.json"))
    return found
