"""World boundary files as geodata folders: CShapes 2.0 and historical-basemaps.

A folder that is made so holds ``boundaries.geojson`` instead of lines, territories and spells (see
`mapper.polygons`), and the licence and the credit of its dataset in three places: ``sources.bib``, ``atlas.toml`` and
``README.md``. Their days, both included, are turned into half-open intervals; the period is that of the records.
Geometry is EPSG:4326, longitude first.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mapper import folder, schema, sources
from mapper.about import FILE, read_about_file
from mapper.dates import shift
from mapper.errors import CallError, Problems
from mapper.fitting import WORLD, projection_for
from mapper.geometry import polygons
from mapper.reference import BASEMAPS, CSHAPES, read_reference
from mapper.schema import slug
from mapper.sources import bibtex, citation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mapper.reference import Reference

Record = dict[str, Any]


@dataclass(frozen=True)
class Dataset:
    """A dataset by somebody else: its key in ``sources.bib``, that entry, and how it may be used."""

    key: str
    title: str
    credit: str
    source: dict[str, str]
    licence: str
    licence_url: str
    confidence: str
    reading: str  # how its records are read, in a sentence or two


DATASETS = {
    CSHAPES: Dataset(
        "cshapes-2",
        "CShapes 2.0",
        "CShapes 2.0, Schvitz et al. 2022",
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
        "Historical basemaps",
        "historical-basemaps, André Ourednik and others",
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
        "Land is held by the power that it is subject to, as the power's own.",
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
    folder.refuse(out)
    theatres = _theatres(windows) if windows else folder.theatre("world", "The world", WORLD, projection_for(WORLD))
    reference = read_reference(path)
    if reference.dataset != dataset:
        raise CallError(f"{path} is {reference.dataset}, not {dataset}")
    records = boundary_records(reference, path)
    if not records:
        raise CallError(f"{path} holds no record")
    about = DATASETS[dataset]
    files = dataset_files(dataset, records)
    files[FILE] = folder.keys(dataset_head(dataset, records)) + theatres
    files["README.md"] = (
        f"# {about.title}\n\nMade by `mapper import {dataset}` from `{path.name}`.\n\n{dataset_notes(dataset)}"
    )
    folder.write_folder(out, files)
    return len(records)


def _theatres(path: Path) -> str:
    """Return the theatres of an ``atlas.toml``, as such a file has them."""
    if not path.is_file():
        raise CallError(f"{path} is not there")
    about = read_about_file(path, Problems())
    first = about.languages[0]
    return "".join(folder.theatre(t.id, t.name[first], t.window, t.projection) for t in about.theatres.values())


def until_next(references: Sequence[Reference]) -> list[Reference]:
    """Return snapshots in the order of their years, each holding until the next begins; the last for its year."""
    dated = sorted(references, key=lambda one: str(one.records["start"].min()))
    for one, after in pairwise(dated):
        one.records["end"] = shift(str(after.records["start"].min()), -1)
    return dated


def boundary_records(reference: Reference, path: Path) -> list[Record]:
    """Return the records of a reference as ``boundaries`` of the schema has them, with ``geometry``.

    ``controller`` and ``sovereign`` are names here, as the dataset has them.
    """
    about = DATASETS[reference.dataset]
    found, problems = [], Problems()
    labels = [row if isinstance(row, str) else f"feature {row + 1}" for row in reference.records.index]
    for label, row in zip(labels, reference.records.to_dict("records"), strict=True):
        first, after = row["start"], shift(row["end"], 1)
        if after <= first:
            message = f"it ends {row['end']}, before it begins, {first}"
            problems.add(path, f"{label}, {row['name']}", "end", message, "Swap the days.")
            continue
        if row["kind"] not in KINDS:
            message, hint = f"'{row['kind']}' is no known status", f"Known are {', '.join(filter(None, KINDS))}."
            problems.add(path, f"{label}, {row['name']}", "status", message, hint)
            continue
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
                "geometry": polygons(row["geometry"]),
            }
        )
    problems.stop()
    return found


def dataset_files(dataset: str, records: list[Record]) -> dict[str, str]:
    """Return the files of a geodata folder by name, but for ``atlas.toml``."""
    about = DATASETS[dataset]
    names = {slug(record[key]): record[key] for key in ("sovereign", "controller") for record in records}
    called = sorted({(slug(record["controller"]), record["name"]) for record in records})
    known = [{"polity": polity, "dataset": dataset, "name": name} for polity, name in called]
    return {
        schema.TABLES["boundaries"].file: folder.features_text((_properties(one), one["geometry"]) for one in records),
        schema.TABLES["polities"].file: folder.polities_text(names),
        schema.TABLES["polity_names"].file: folder.table_text(schema.TABLES["polity_names"].columns, known),
        sources.FILE: bibtex(about.key, {**about.source, "note": _licence(about)}),
    }


def _properties(record: Record) -> dict[str, str]:
    """Return what the schema has of a record; the polities are ids."""
    told = {column: record[column] for column in schema.TABLES["boundaries"].columns}
    return told | {key: slug(record[key]) for key in ("controller", "sovereign")}


def _licence(about: Dataset) -> str:
    return f"Licence: {about.licence} ({about.licence_url})"


def dataset_head(dataset: str, records: list[Record]) -> Record:
    """Return what ``atlas.toml`` says of the whole: title, period, credit, licence."""
    about = DATASETS[dataset]
    return {
        "title": about.title,
        "from": dt.date.fromisoformat(min(record["from"] for record in records)),
        "to": dt.date.fromisoformat(max(record["to"] for record in records)),
        "credit": about.credit,
        "licence": about.licence,
        "licence_url": about.licence_url,
        "uri": f"urn:historical-mapper:{about.key}:",
    }


def dataset_notes(dataset: str) -> str:
    """Return the credit, the licence and how records were read, as paragraphs of Markdown."""
    about = DATASETS[dataset]
    return (
        f"{citation(about.source)}\n\n{_licence(about)}. Whoever passes this folder, or what is made of it, on is "
        f"bound by it.\n\nIntervals are half-open, `[from, to)`. {about.reading}\n"
    )
