"""A geodata folder as a Frictionless data package: what each file holds, column by column, as the schema has it.

Specification: `Data Package v1 <https://specs.frictionlessdata.io/data-package/>`_. The description lies in the folder
that it describes, for a package names its files by paths below itself.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from mapper import schema
from mapper.schema import Choice, Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mapper.about import About

FILE = "datapackage.json"
WORDS = {
    schema.edtf_date: "a date in EDTF, such as 1939-09-17, 1940-06, 1921-03~ or 1932/1933",
    schema.holders: "holders and their days, 'poland 1930-06-01 1938-11-15; ussr 1939-10-15'",
    schema.seeds: "points, 'longitude latitude', separated by ';'",
    schema.citations: "sources as 'key [locator]', separated by ';'; the keys are those of sources.bib",
}
PATTERNS = {schema.identifier: schema.ID.pattern, schema.colour: schema.COLOUR.pattern}
INTERVAL = "Intervals are half-open: 'from' is the first day, 'to' the first day after."
KEYS = "A record's URI is this package's id, the table and the cells of its key, with '/' between; '+' joins a list."

Record = dict[str, Any]


def package(geodata: Path, about: About) -> Record:
    """Return the description of a geodata folder: its tables with their columns, and its other files."""
    first = about.languages[0]
    tables = [one for name in schema.TABLES if (one := _resource(geodata, about, name))]
    found: Record = {
        "profile": "data-package",
        "name": schema.slug(about.title[first], "atlas"),
        "id": about.uri,
        "title": about.title[first],
        "description": " ".join(filter(None, (about.lede.get(first), INTERVAL, "Positions are EPSG:4326.", KEYS))),
        "version": about.version,
        "keywords": ["history", "borders", "gis"],
        "licenses": _licences([(about.licence, about.licence_url)]),
        "sources": [{"title": credit.by, **({"path": credit.url} if credit.url else {})} for credit in about.credits],
        "contributors": [{"title": about.credit, "role": "author"}] if about.credit else [],
        "resources": [*tables, {"name": "sources", "path": "sources.bib", "format": "bib", "encoding": "utf-8"}],
    }
    return {key: value for key, value in found.items() if value}


def _licences(licences: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, **({"path": url} if url else {})} for name, url in licences]


def _resource(geodata: Path, about: About, name: str) -> Record | None:
    """Return the description of one file, None if the folder has none; columns that the user declared are not ours."""
    table = schema.TABLES[name]
    path = geodata / table.file
    if not path.is_file():
        return None
    told: Record = {"name": name.replace("_", "-"), "path": table.file, "encoding": "utf-8"}
    if path.suffix != ".csv":
        return {**told, "format": "geojson", "mediatype": "application/geo+json"}
    told |= {"format": "csv", "mediatype": "text/csv"}
    if name in about.columns:
        return told
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header = next(csv.reader(stream), [])
    columns = table.columns_in(about.languages)
    fields = [_field(column, columns[column], about) for column in header if column in columns]
    keys = [_key(geodata, column, columns[column]) for column in header if column in columns]
    described: Record = {"fields": fields, "primaryKey": list(table.unique)} if table.unique else {"fields": fields}
    if links := [key for key in keys if key]:
        described["foreignKeys"] = links
    return {**told, "profile": "tabular-data-resource", "schema": described}


def _field(name: str, column: schema.Column, about: About) -> Record:
    """Return the description of one column."""
    kind = "number" if column.numeric else "date" if column.check is schema.calendar_day else "string"
    limits: Record = {"required": True} if column.required else {}
    if isinstance(column.check, Range):
        limits |= {"minimum": column.check.low, "maximum": column.check.high}
    if isinstance(column.check, Choice):
        limits["enum"] = list(column.check.options)
    if column.check in PATTERNS:
        limits["pattern"] = PATTERNS[column.check]
    if column.refers in about.known:
        limits["enum"] = sorted(about.known[column.refers])
    if kind == "date" and column.in_period:
        limits |= {"minimum": about.period.first, "maximum": about.period.after}
    told: Record = {"name": name} if kind == "string" else {"name": name, "type": kind}  # a string if none is named
    if column.check in WORDS:
        told["description"] = WORDS[column.check]
    return {**told, "constraints": limits} if limits else told


def _key(geodata: Path, name: str, column: schema.Column) -> Mapping[str, Any] | None:
    """Return the reference of a column to the table whose first column holds its values, if that is a CSV here."""
    table = None if column.ids else schema.TABLES.get(column.refers)
    if not table or not table.file.endswith(".csv") or not (geodata / table.file).is_file():
        return None
    return {
        "fields": name,
        "reference": {"resource": column.refers.replace("_", "-"), "fields": next(iter(table.columns))},
    }
