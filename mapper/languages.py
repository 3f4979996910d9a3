"""What each further language of an atlas has and lacks, table by table; a text that it lacks is shown in the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mapper import assets, schema
from mapper.errors import Problems
from mapper.maps import STEP_TEXTS
from mapper.reading import Reader, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.about import About, Words
    from mapper.geodata import Geodata
    from mapper.maps import MapSpec

INTERFACE = "interface"
NAMES = (INTERFACE, "polities", "places", "territories", "atlas.toml", "maps")  # what one reads on every map
OPTIONAL = ("names",)  # a town without dated names in a language bears one name there on every day


class Count(NamedTuple):
    """How many texts of a table a language should have, and how many it lacks."""

    language: str
    table: str
    texts: int
    missing: int


def counts(data: Geodata, specs: Iterable[MapSpec]) -> list[Count]:
    """Return what each further language lacks in each table; a text that the first lacks too is not counted."""
    first, *more = data.about.languages
    if not more:
        return []
    tables = _texts(data, list(specs))
    found = []
    for lang in more:
        own = assets.catalogue(lang)
        words = {INTERFACE: [{first: text, lang: own.get(key, "")} for key, text in _interface()]}
        for name, texts in {**words, **tables}.items():
            asked = [text for text in texts if text.get(first)]
            found.append(Count(lang, name, len(asked), sum(not text.get(lang) for text in asked)))
    return found


def named(found: Sequence[Count], language: str) -> bool:
    """Return whether a language has the interface and every name that stands on a map."""
    return not any(one.missing for one in found if one.language == language and one.table in NAMES)


def unfinished(found: Sequence[Count], languages: Iterable[str]) -> list[str]:
    """Return those of some languages that lack a text."""
    lacking = {one.language for one in found if one.missing}
    return [language for language in languages if language in lacking]


def _interface() -> Iterable[tuple[str, str]]:
    return assets.catalogue(assets.FALLBACK).items()


def _texts(data: Geodata, specs: list[MapSpec]) -> dict[str, list[Words]]:
    """Return every text of the data and of the maps in each language that it has, by table."""
    atlas, overlays = data.atlas, data.overlays
    glossary = Reader(atlas.geodata, data.about, Problems()).table("glossary")
    lands = atlas.territories[atlas.territories["part_of"] == ""]  # a zone bears its territory's name
    frames = {"polities": atlas.polities, "territories": lands, "places": data.places}
    frames |= {"waters": data.waters, "glossary": glossary, "events": data.events, "agreements": overlays.agreements}
    frames |= {"essay": data.claims}
    lines = {"movements": overlays.movements, "railways": overlays.railways, "rivers": overlays.rivers}
    rows: dict[str, Iterable[Mapping[str, Any]]] = {name: records(frame) for name, frame in frames.items()}
    rows |= {name: found.values() for name, found in lines.items()}
    tables = {name: _of_table(data.about, name, found) for name, found in rows.items()}
    steps = [step for spec in specs for step in spec.story]
    return {
        **tables,
        "atlas.toml": _of_about(data.about),
        "maps": [text for spec in specs for text in (spec.title, spec.lede)],
        "stories": [step[key] for step in steps for key in STEP_TEXTS],
    }


def _of_table(about: About, name: str, rows: Iterable[Mapping[str, Any]]) -> list[Words]:
    columns = schema.TABLES[name].columns.items()
    translated = [column for column, spec in columns if spec.translated and column not in OPTIONAL]
    return [about.words(row, column) for row in rows for column in translated]


def _of_about(about: About) -> list[Words]:
    statuses = [text for status in about.statuses.values() for text in (status.name, status.definition)]
    theatres, themes = ([one.name for one in about.theatres.values()], [one.name for one in about.themes.values()])
    return [
        about.title,
        about.lede,
        about.text,
        about.text_note,
        *theatres,
        *themes,
        *statuses,
        *(credit.what for credit in about.credits),
    ]
