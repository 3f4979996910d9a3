"""What a page tells search engines of an atlas: a Dataset in the words of schema.org, as JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mapper.dates import shift

if TYPE_CHECKING:
    from mapper.about import About

Record = dict[str, Any]


def dataset(about: About) -> Record:
    """Return an atlas as a Dataset of schema.org: its period (both days included), its windows, its licence."""
    first = about.languages[0]
    licences = [{"@type": "CreativeWork", "name": about.licence, "url": about.licence_url or None}]
    told = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": about.title[first],
        "description": about.lede.get(first, ""),
        "identifier": about.uri,
        "version": about.version,
        "license": about.licence_url or licences,
        "isAccessibleForFree": True,
        "inLanguage": list(about.languages),
        "creator": {"@type": "Organization", "name": about.credit} if about.credit else None,
        "temporalCoverage": f"{about.period.first}/{shift(about.period.after, -1)}",
        "spatialCoverage": [
            {"@type": "Place", "name": one.name[first], "geo": {"@type": "GeoShape", "box": _box(one.window)}}
            for one in about.theatres.values()
        ],
        "isBasedOn": [
            {"@type": "CreativeWork", "name": one.by, "license": one.licence, "url": one.url} for one in about.credits
        ],
    }
    return {key: value for key, value in told.items() if value}


def _box(window: tuple[float, float, float, float]) -> str:
    """Return a window, west, south, east, north in degrees, as 'south west north east'."""
    west, south, east, north = window
    return f"{south:g} {west:g} {north:g} {east:g}"


def script(about: About) -> str:
    """Return the element that a page has for it; what it holds is no program, and cannot end it."""
    text = json.dumps(dataset(about), ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'
