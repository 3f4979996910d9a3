"""World boundary files as geodata folders: CShapes 2.0 and historical-basemaps.

A folder that is made so holds ``boundaries.geojson`` instead of lines, territories and spells (see
`mapper.polygons`), and the licence and the credit of its dataset in three places: ``sources.bib``, ``atlas.toml`` and
``README.md``. Their days, both included, are turned into half-open intervals; the period is that of the records.
Geometry is EPSG:4326, longitude first.
"""

from __future__ import annotations

import colorsys
import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from mapper import files, schema
from mapper.about import read_about_file
from mapper.dates import LAST, shift
from mapper.errors import BuildError, CallError, Problems, shown
from mapper.geometry import polygons
from mapper.polygons import slug
from mapper.reference import BASEMAPS, CSHAPES, read_reference
from mapper.sources import bibtex, citation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mapper.reference import Reference

PLACES = 6  # decimals of a coordinate, about 10 cm
GOLDEN = 0.381966  # of the colour circle: neighbours in the table get hues far apart
WORLD = """
# Land outside the window (west, south, east, north in degrees) is left out. For a map of a part of the world choose a
# smaller window, and a projection that keeps areas true there.

[theatres.world]
name = "The world"
window = [-180, -90, 180, 90]
projection = "+proj=cea +lon_0=0 +lat_ts=30 +datum=WGS84 +units=m +no_defs"
"""

Record = dict[str, Any]


@dataclass(frozen=True)
class Dataset:
    """A dataset by somebody else: its key in ``sources.bib``, that entry, and how it may be used."""

    key: str
    source: dict[str, str]
    licence: str
    licence_url: str
    confidence: str
    reading: str  # how its records are read, in a sentence or two


DATASETS = {
    CSHAPES: Dataset(
        "cshapes-2",
        {
            "ENTRYTYPE": "article",
            "author": "Schvitz, Guy and Girardin, Luc and Rüegger, Seraina and Weidmann, Nils B. and "
            "Cederman, Lars-Erik and Gleditsch, Kristian Skrede",
            "title": "Mapping the International System, 1886-2019: The CShapes 2.0 Dataset",
            "journal": "Journal of Conflict Resolution",
            "volume": "66",
            "number": "1",
            "pages": "144--161",
            "year": "2022",
            "url": "https://icr.ethz.ch/data/cshapes/",
        },
        "CC-BY-NC-SA-4.0",
        "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        "medium",
        "A colony is held by its owner, as the owner's land; an occupied or mandated land is held by the owner and is "
        "its own in law; a protectorate holds itself. The dataset's word stands in the note.",
    ),
    BASEMAPS: Dataset(
        "historical-basemaps",
        {
            "ENTRYTYPE": "misc",
            "author": "Ourednik, André and others",
            "title": "Historical basemaps",
            "howpublished": "GitHub, aourednik/historical-basemaps",
            "year": "2024",
            "url": "https://github.com/aourednik/historical-basemaps",
        },
        "GPL-3.0-only",
        "https://www.gnu.org/licenses/gpl-3.0.html",
        "low",
        "A snapshot holds for its whole year and no other. Land is held by the power that it is subject to, as the "
        "power's own.",
    ),
}
# a dataset's word -> who holds the land, whose it is in law (its own, or the owner's), our status
KINDS = {
    "": ("owner", "owner", "sovereign"),
    "independent": ("self", "self", "sovereign"),
    "colony": ("owner", "owner", "sovereign"),
    "protectorate": ("self", "self", "protectorate"),
    "occupied": ("owner", "self", "occupied"),
    "mandate": ("owner", "self", "mandate"),
    "leased": ("owner", "self", "leased"),
    "N/A": ("self", "self", "disputed"),
}


def import_boundaries(dataset: str, path: Path, out: Path, windows: Path | None = None) -> int:
    """Make a geodata folder of a world boundary file, and return the number of records that it took.

    Parameters
    ----------
    dataset
        ``cshapes`` or ``historical-basemaps``.
    out
        The folder to make; it may be there if it is empty.
    windows
        An ``atlas.toml`` whose theatres the atlas is to have; the whole world by default.

    Raises
    ------
    CallError
        If the file is not of that dataset, holds no record, or the folder holds something already.
    DataError
        If a date cannot be read, or a status is unknown.
    BuildError
        If the folder cannot be written.
    """
    if _holds_something(out):
        raise CallError(f"{out} holds something already; name a new folder")
    theatres = _theatres(windows) if windows else WORLD
    reference = read_reference(path)
    if reference.dataset != dataset:
        raise CallError(f"{path} is {reference.dataset}, not {dataset}")
    records = boundary_records(reference, path)
    if not records:
        raise CallError(f"{path} holds no record")
    made = folder_files(dataset, path.name, records)
    made["atlas.toml"] += theatres
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (out / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BuildError(f"{out} cannot be written: {error}") from error
    return len(records)


def _holds_something(out: Path) -> bool:
    """Whether something is in the place of a folder, or in it."""
    try:
        return any(out.iterdir())
    except FileNotFoundError:
        return files.exists(out)
    except OSError:
        return True


def _theatres(path: Path) -> str:
    """Return the theatres of an ``atlas.toml``, as such a file has them."""
    if not files.exists(path):
        raise CallError(f"{path} is not there")
    about = read_about_file(path, Problems())
    tables = []
    for theatre in about.theatres.values():
        name = theatre.name[about.languages[0]]
        keys = {"name": name, "window": list(theatre.window), "projection": theatre.projection}
        lines = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items())
        tables.append(f"\n[theatres.{theatre.id}]\n{lines}")
    return "".join(tables)


def boundary_records(reference: Reference, path: Path) -> list[Record]:
    """Return the records of a reference as ``boundaries`` of the schema has them, with ``geometry``.

    ``controller`` and ``sovereign`` are names here, as the dataset has them.
    """
    about = DATASETS[reference.dataset]
    found, problems = [], Problems()
    for number, row in enumerate(reference.records.to_dict("records"), start=1):
        where = f"record {number}, {row['name']}"
        if row["kind"] not in KINDS:
            hint = f"Known are {', '.join(filter(None, KINDS))}."
            problems.add(path, where, "status", f"'{shown(row['kind'])}' is no known status", hint)
            continue
        if row["end"] >= LAST:
            problems.add(path, where, "end", f"there is no day after {LAST}", "Write an earlier one.")
            continue
        first, after = row["start"], shift(row["end"], 1)
        powers = {"self": str(row["name"]), "owner": str(row["subject"] or row["name"])}
        holder, owner, status = KINDS[row["kind"]]
        under = f"under {powers['owner']}" if powers["owner"] != powers["self"] else ""
        found.append(
            {
                "name": powers["self"],
                "from": first,
                "to": after,
                "controller": powers[holder],
                "sovereign": powers[owner],
                "status": status,
                "source": about.key,
                "confidence": about.confidence,
                "note": " ".join(filter(None, (row["kind"] if row["kind"] != "independent" else "", under))),
                "geometry": row["geometry"],
            }
        )
    problems.stop()
    return found


def folder_files(dataset: str, origin: str, records: list[Record]) -> dict[str, str]:
    """Return the files of a geodata folder, by name; ``atlas.toml`` has no theatre yet."""
    about = DATASETS[dataset]
    credit = citation(about.source)
    licence = f"Licence: {about.licence} ({about.licence_url})"
    names = {slug(record[key]): record[key] for key in ("sovereign", "controller") for record in records}
    called = sorted({(slug(record["controller"]), record["name"]) for record in records})
    said = {
        "title": about.source["title"],
        "from": min(record["from"] for record in records),
        "to": max(record["to"] for record in records),
        "credit": credit,
        "licence": about.licence,
        "licence_url": about.licence_url,
        "uri": f"urn:historical-mapper:{about.key}:",
    }
    empty = {schema.TABLES[name].file: _csv(schema.TABLES[name], []) for name in ("events", "places")}
    return {
        schema.TABLES["boundaries"].file: _features(records),
        "polities.csv": _csv(schema.TABLES["polities"], _polities(names)),
        "polity_names.csv": _csv(
            schema.TABLES["polity_names"],
            [{"polity": polity, "dataset": dataset, "name": name} for polity, name in called],
        ),
        "sources.bib": bibtex(about.key, {**about.source, "note": licence}),
        "atlas.toml": "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items()),
        "README.md": f"# {about.source['title']}\n\nMade by `mapper import {dataset}` from `{origin}`.\n\n{credit}\n\n"
        f"{licence}. Whoever passes this folder, or what is made of it, on is bound by it.\n\n"
        f"Intervals are half-open, `[from, to)`. {about.reading}\n",
        **empty,
    }


def _features(records: Iterable[Record]) -> str:
    """Return GeoJSON, a feature a line; the polities are ids."""
    lines = []
    for record in records:
        told = {column: record[column] for column in schema.TABLES["boundaries"].columns}
        told |= {key: slug(record[key]) for key in ("controller", "sovereign")}
        shape = shapely.to_geojson(shapely.transform(polygons(record["geometry"]), lambda xy: xy.round(PLACES)))
        lines.append(f'{{"type":"Feature","properties":{json.dumps(told, ensure_ascii=False)},"geometry":{shape}}}')
    body = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'


def _polities(names: dict[str, str]) -> list[dict[str, str]]:
    """Return a row for each polity, with a muted colour of its own."""
    rows = []
    for index, key in enumerate(sorted(names)):
        channels = colorsys.hls_to_rgb(index * GOLDEN % 1, 0.62 + 0.07 * (index % 3), 0.3)
        colour = "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
        rows.append({"id": key, "name": names[key], "colour": colour})
    return rows


def _csv(table: schema.Table, rows: list[dict[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(table.columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()
