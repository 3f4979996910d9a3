"""The build: read, check, join, render, and write only when everything is sound.

The same input gives the same bytes: no clock, no random id, no locale. A build that fails leaves the maps that were
there as they were; each file is written beside its place and moved there in one step.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from mapper import assets, layers, page, reading, schema
from mapper.boundaries import Atlas, collect_atlas
from mapper.errors import BuildError, CallError, DataError, Problem
from mapper.events import collect_events
from mapper.glossary import into_polish, read_glossary
from mapper.join import check_held_by, join
from mapper.overlays import Overlays, collect_overlays, overlay_records

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    import pandas as pd

READ = (".csv", ".geojson", ".topojson", ".toml", ".bib")  # the endings of the files that a build reads
STAGES = ("reading the geodata", "joining the events", "drawing the land")


@dataclass(frozen=True)
class Geodata:
    """A geodata folder, read, checked and joined."""

    atlas: Atlas
    events: gpd.GeoDataFrame
    places: pd.DataFrame
    overlays: Overlays
    glossary: dict[str, str]


@dataclass(frozen=True)
class Built:
    """One page that was written: where, and what it holds."""

    path: Path
    features: int
    events: int
    size: int
    seconds: float


def collect(geodata: Path, problems: list[Problem], tell: Callable[[str], object] = str) -> Geodata:
    """Read a geodata folder whole and join its events; append every problem to the list.

    ``tell`` is called with the stage that begins.
    """
    tell(STAGES[0])
    atlas = collect_atlas(geodata, problems)
    whole = not problems  # a map with holes would contradict sound events
    events = collect_events(geodata, atlas, problems)
    places = reading.read_table(geodata, schema.TABLES["places"], problems)
    problems.extend(layers.check_places(str(geodata / "places.csv"), places))
    frames = [theatre["frame"] for theatre in atlas.theatres.values()]
    problems.extend(reading.check_swapped(geodata / "places.csv", places, frames))
    overlays = collect_overlays(geodata, atlas, problems)
    _check_controls(geodata, atlas, problems)
    tell(STAGES[1])
    if whole:
        events = join(events, atlas)
        problems.extend(check_held_by(events, str(geodata / "events.csv")))
    return Geodata(atlas, events, places, overlays, read_glossary(geodata, places, problems))


def _check_controls(geodata: Path, atlas: Atlas, problems: list[Problem]) -> None:
    """Check the tables that the data are held against, where they are there."""
    known = {"polities": set(atlas.polities["id"]), "sources": set(atlas.sources)}
    for name in ("anchors", "official_areas"):
        table = schema.TABLES[name]
        frame = reading.read_table(geodata, table, problems)
        problems.extend(reading.check_references(geodata, table.file, frame, table.columns, known))


def load(geodata: Path) -> Geodata:
    """Read a geodata folder whole.

    Raises
    ------
    DataError
        With every problem found.
    """
    problems: list[Problem] = []
    data = collect(geodata, problems)
    if problems:
        raise DataError(problems)
    return data


def build(
    geodata: Path,
    maps: Path,
    out: Path,
    names: list[str] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[Built]:
    """Build all maps of a folder, or those named, and the index that leads to them.

    Parameters
    ----------
    geodata, maps, out
        The folder of the data, of the maps' TOML files, and the folder that the HTML goes to.
    names
        The ids of the maps to build; none means all. The index always leads to all.
    progress
        Called with what is being done, the steps done and the steps in all.

    Raises
    ------
    DataError
        With every problem of the data and of the maps' files; nothing is written.
    CallError
        If a named map does not exist.
    """
    steps = len(STAGES) + (len(names) if names else len(list(maps.glob("*.toml"))))
    done = count()

    def tell(what: str) -> None:
        if progress:
            progress(what, next(done), steps)

    work = _prepare(geodata, maps, names or [], tell)
    pages: dict[str, str] = {}
    built = []
    for spec in work.wanted:
        tell(spec.id)
        begun = time.perf_counter()
        record = work.record(spec)
        text = page.render(spec, record)
        features = sum(len(record["theatres"][theatre]["territories"]) for theatre in spec.theatres)
        pages[f"{spec.id}.html"] = text
        size = len(text.encode())
        seconds = time.perf_counter() - begun
        built.append(Built(out / f"{spec.id}.html", features, len(record["events"]), size, seconds))
    facts = {spec.id: _fact(spec, work.land, work.words) for spec in work.specs}
    pages["index.html"] = page.render_index(work.specs, facts, work.words)
    write_all(out, pages)
    tell("done")
    return built


@dataclass(frozen=True)
class _Work:
    """Everything that the maps of a folder have in common, and the maps that are wanted."""

    specs: list[layers.MapSpec]
    wanted: list[layers.MapSpec]
    data: Geodata
    land: dict[str, layers.Record]
    events: list[layers.Record]
    places: list[layers.Record]
    overlays: dict[str, list[layers.Record]]
    words: dict[str, layers.Record]
    stamp: str

    def record(self, spec: layers.MapSpec) -> layers.Record:
        """Return all that one page is told."""
        return layers.map_record(
            spec, self.data.atlas, self.land, self.events, self.places, self.overlays, self.words, self.stamp
        )


def _prepare(geodata: Path, maps: Path, names: list[str], tell: Callable[[str], object] = str) -> _Work:
    """Read the data and the maps' files, and make what all pages share."""
    problems: list[Problem] = []
    data = collect(geodata, problems, tell)
    specs = layers.read_specs(maps, data.atlas, problems)
    if not specs and not problems:
        raise CallError(f"{maps} holds no map: no .toml file")
    if problems:
        raise DataError(problems)
    known = [spec.id for spec in specs]
    if unknown := [name for name in names if name not in known]:
        raise CallError(f"there is no map '{unknown[0]}' in {maps}; there are {', '.join(known)}")
    tell(STAGES[2])
    lakes = layers.read_lakes(geodata)
    theatres = sorted({theatre for spec in specs for theatre in spec.theatres})
    land = {theatre: layers.theatre_record(data.atlas, theatre, lakes, data.overlays) for theatre in theatres}
    events = layers.event_records(data.events, data.atlas)
    places = layers.place_records(data.places)
    _add_polish(data.glossary, "place", events)
    _add_polish(data.glossary, "today", places, *(record["territories"] for record in land.values()))
    return _Work(
        specs,
        [spec for spec in specs if not names or spec.id in names],
        data,
        land,
        events,
        places,
        overlay_records(data.overlays),
        assets.catalogues(),
        data_stamp(geodata, maps),
    )


def _add_polish(glossary: dict[str, str], key: str, *lists: list[layers.Record]) -> None:
    """Set beside a short English text its Polish, as ``key_pl``, where it differs."""
    polish = into_polish(glossary)
    for record in (record for records in lists for record in records):
        if (words := polish(record[key])) != record[key]:
            record[f"{key}_pl"] = words


def atlas_map(name: str, geodata: Path = Path("geodata"), maps: Path = Path("maps")) -> page.AtlasMap:
    """Return one map as a `folium.Map`, to show in a notebook or to add further folium layers to.

    Parameters
    ----------
    name
        The id of the map: the name of its TOML file without ending.
    geodata, maps
        The folder of the data and of the maps' TOML files.

    Raises
    ------
    DataError
        With every problem of the data and of the maps' files.
    CallError
        If there is no such map.
    """
    work = _prepare(geodata, maps, [name])
    return page.folium_map(work.wanted[0], work.record(work.wanted[0]))


def _fact(spec: layers.MapSpec, land: dict[str, layers.Record], catalogues: dict[str, layers.Record]) -> dict[str, str]:
    """Return a line about what a map shows, in each language."""
    territories = [t for theatre in spec.theatres for t in land[theatre]["territories"]]
    days = {spell["from"] for territory in territories for spell in territory["spells"][1:]}
    return {
        lang: words["index.fact"].format(
            theatres=" · ".join(land[theatre]["name"][lang] for theatre in spec.theatres),
            lands=len(territories),
            days=len(days),
        )
        for lang, words in catalogues.items()
    }


def data_stamp(geodata: Path, maps: Path) -> str:
    """Return a hash of every file that a build reads, the same wherever the folders lie."""
    digest = hashlib.sha256()
    for root in (geodata, maps):
        for path in sorted(p for p in root.rglob("*") if p.suffix in READ):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def write_all(out: Path, pages: dict[str, str]) -> None:
    """Write files so that each is the old one or the new one whole, and none is touched unless all could be written.

    Raises
    ------
    BuildError
        If the folder or the disk does not take them; what was there is as it was.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".build-") as folder:
            fresh = {}
            for name, text in pages.items():
                fresh[name] = out / os.path.basename(folder) / name  # noqa: PTH119  (a name, not a path)
                fresh[name].write_text(text, encoding="utf-8", newline="\n")
            for name, path in fresh.items():
                path.replace(out / name)
    except OSError as error:
        raise BuildError(f"the maps cannot be written to {out}: {error}") from error
