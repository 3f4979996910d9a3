"""The files of a page: scripts, styles, catalogues of words, and the npm packages that the packaging hook brings.

The scripts are small ES modules; a page gets them joined, in the order of ``js/bundle.json``, into one classic
script, for an import from a file opened without a server is forbidden to a browser.
"""

from __future__ import annotations

import base64
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mapper.errors import BuildError, CallError

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = files("mapper.assets")
IMPORT = re.compile(r"^import\b[^;]*;\n?", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(async |function|const|let|class)\b)", re.MULTILINE)
PUBLIC = ("layer", "year", "open")


def read(path: str) -> str:
    """Return the text of one asset, such as 'css/map.css'.

    Raises
    ------
    BuildError
        If it is not there; a vendored package is missing where the package was not installed with pip.
    """
    try:
        return HERE.joinpath(path).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BuildError(f"the asset {path} is missing; install the package with pip, which brings it") from error


def bundle() -> str:
    """Return our modules as one classic script that defines ``mapper``."""
    names = json.loads(read("js/bundle.json"))
    joined = "\n".join(f"// {name}\n" + EXPORT.sub("", IMPORT.sub("", read(f"js/{name}"))) for name in names)
    return f'const mapper = (() => {{\n"use strict";\n{joined}\nreturn {{ {", ".join(PUBLIC)} }};\n}})();\n'


def scripts() -> list[str]:
    """Return the vendored scripts in the order in which a page needs them."""
    names = ("leaflet/leaflet.js", "proj4/proj4.js", "proj4leaflet/proj4leaflet.js")
    return [re.sub(r"^//[#@] sourceMappingURL=.*$", "", read(f"vendor/{name}"), flags=re.MULTILINE) for name in names]


def styles() -> str:
    """Return Leaflet's style sheet, its images inlined, and ours."""
    sheet = read("vendor/leaflet/leaflet.css")

    def inline(match: re.Match[str]) -> str:
        image = HERE.joinpath("vendor/leaflet", match["name"])
        if not image.is_file():
            return "none"  # the marker's shadow and icon, which no page of ours uses
        return f"url(data:image/png;base64,{base64.b64encode(image.read_bytes()).decode()})"

    sheet = re.sub(r"url\(images/(?P<name>[^)]+)\)", inline, sheet)
    return sheet + "\n" + read("css/map.css")


def catalogues(languages: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the words of the page in each of some languages.

    Raises
    ------
    CallError
        If the package has no catalogue of one.
    """
    there = sorted(path.name.removesuffix(".json") for path in HERE.joinpath("i18n").iterdir())
    for language in languages:
        if language not in there:
            raise CallError(f"the package has no words for the language '{language}'; it has {', '.join(there)}")
    return {language: json.loads(read(f"i18n/{language}.json")) for language in languages}
