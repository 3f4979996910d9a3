"""What a page is told: one record of plain values, ready for JSON, made from the atlas and the map's specification.

No HTML and no folium here. Coordinates are whole units of 1e-4 degree (EPSG:4326, longitude first) in arcs, the first
vertex absolute and the others as steps, all in one flat list, and degrees elsewhere. Days are ISO text, intervals
half-open.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from mapper import reading, schema
from mapper.arcs import network
from mapper.boundaries import records_of, spells_within
from mapper.dates import STUDY_END, STUDY_START, day, shift
from mapper.errors import CallError, DataError, Problem
from mapper.geometry import PLACES, encode_arcs
from mapper.overlays import (
    river_records,
    words,
)
from mapper.sources import bibtex, citation

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from mapper.boundaries import Atlas
    from mapper.overlays import Overlays

LAYERS = (
    "control",
    "recognised",
    "agreed",
    "movements",
    "railways",
    "rivers",
    "towns",
    *(f"events:{theme}" for theme in schema.THEMES),
)

_BOTH = {"title", "title_pl", "date", "layers", "views"}
MAP_KEYS = _BOTH | {"lede", "lede_pl", "theatres", "order", "story"}
STEP_KEYS = _BOTH | {"id", "as", "source", "chapter", "chapter_pl", "text", "text_pl", "question", "question_pl"}
STEP_KEYS |= {"correction", "correction_pl"}

Record = dict[str, Any]


@dataclass(frozen=True)
class MapSpec:
    """One map: its file's name without ending as ``id``, and what its TOML says (see `read_specs`)."""

    id: str
    title: dict[str, str]
    lede: dict[str, str]
    date: str
    theatres: list[str]
    layers: list[str]
    views: dict[str, list[float]]
    order: int
    story: list[Record]


def read_specs(folder: Path, atlas: Atlas, problems: list[Problem]) -> list[MapSpec]:
    """Read the TOML file of every map in a folder, in the order that they ask for.

    Keys: title, title_pl, lede, lede_pl, date (a day of the study), theatres, layers (those on at the start, of
    `LAYERS`), order, [views] with [latitude, longitude, zoom] a theatre, and any number of [[story]] steps.
    """
    specs = []
    for path in sorted(folder.glob("*.toml")):
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(str(path), "", "", f"the file is not TOML: {error}", "Mend it there."))
            continue
        faults = _check_spec(str(path), raw, atlas)
        problems.extend(faults)
        if not faults:
            specs.append(_spec(path.stem, raw))
    return sorted(specs, key=lambda spec: (spec.order, spec.id))


def _spec(name: str, raw: Record) -> MapSpec:
    return MapSpec(
        name,
        words(raw, "title"),
        words(raw, "lede"),
        raw["date"],
        raw["theatres"],
        raw["layers"],
        raw.get("views", {}),
        raw.get("order", 99),
        [_step(step, index) for index, step in enumerate(raw.get("story", []), start=1)],
    )


def _step(raw: Record, index: int) -> Record:
    texts = {key: words(raw, key) for key in ("chapter", "title", "text", "question", "correction")}
    source = schema.parse_citations(raw["source"]) if raw.get("source") else []
    return {
        "id": raw.get("id", f"step-{index}"),
        "date": raw["date"],
        "views": raw.get("views", {}),
        "layers": raw.get("layers", []),
        "as": raw.get("as", ""),
        "source": source,
        **texts,
    }


def _check_spec(file: str, raw: Record, atlas: Atlas) -> list[Problem]:
    """Return what is wrong with a map's TOML."""
    faults = []
    for key, kind in (("title", str), ("lede", str), ("date", str), ("theatres", list), ("layers", list)):
        if not isinstance(raw.get(key), kind):
            found = "missing" if key not in raw else f"{raw[key]!r}"
            faults.append(Problem(file, "", key, f"the key is {found}", f"It must be a {kind.__name__}."))
    if faults:
        return faults
    steps = [step for step in raw.get("story", []) if isinstance(step, dict)]
    for where, record, known in [
        ("", raw, MAP_KEYS),
        *((f"story step {i}", s, STEP_KEYS) for i, s in enumerate(steps, 1)),
    ]:
        hint = f"Keys are {', '.join(sorted(known))}."
        faults.extend(Problem(file, where, key, "no such key is known", hint) for key in record if key not in known)
    for where, record in [("", raw), *((f"story step {i}", step) for i, step in enumerate(steps, start=1))]:
        try:
            inside = STUDY_START <= day(str(record.get("date", ""))) < STUDY_END
        except ValueError as error:
            faults.append(Problem(file, where, "date", str(error), "Write it as 1939-09-17."))
            inside = True
        if not inside:
            message = f"{record['date']} lies outside the study"
            faults.append(
                Problem(file, where, "date", message, f"Choose a day from {STUDY_START} to {shift(STUDY_END, -1)}.")
            )
        faults.extend(
            Problem(file, where, "layers", f"'{layer}' is no layer", f"Layers are {', '.join(LAYERS)}.")
            for layer in record.get("layers", [])
            if layer not in LAYERS
        )
        faults.extend(
            Problem(
                file,
                where,
                "views",
                f"'{theatre}' is no theatre of this map",
                f"They are {', '.join(raw['theatres'])}.",
            )
            for theatre in record.get("views", {})
            if theatre not in raw["theatres"]
        )
        if source := record.get("source"):
            keys = [key for key, _ in schema.parse_citations(source)]
            unknown = [key for key in keys if key not in atlas.sources]
            faults.extend(
                Problem(file, where, "source", f"'{key}' is not in sources.bib", "Add it.") for key in unknown
            )
    for step, record in enumerate(steps, start=1):
        faults.extend(
            Problem(file, f"story step {step}", key, "the key is missing or empty", "Write it.")
            for key in ("title", "text")
            if not record.get(key)
        )
    faults.extend(
        Problem(file, "", "theatres", f"'{theatre}' is no theatre", f"Theatres are {', '.join(atlas.theatres)}.")
        for theatre in raw["theatres"]
        if theatre not in atlas.theatres
    )
    return faults


def theatre_record(atlas: Atlas, theatre: str, lakes: list[Record], overlays: Overlays) -> Record:
    """Return the land of one theatre: arcs, territories with their spells, borders, coast, lines, lakes and rivers."""
    about = atlas.theatres[theatre]
    net = network(atlas, theatre, PLACES)
    lines = sorted(set(net.line) - {""})
    number = {name: index for index, name in enumerate(lines)}
    here = atlas.territories.loc[net.names]
    chains = records_of(atlas.spells)
    points = [shapely.point_on_surface(_largest(shape)) for shape in here.geometry]
    territories = [
        {
            "id": name,
            "name": words(row, "name"),
            "today": row["today"],
            "note": row["note"],
            "km2": round(float(row["km2"]), 1),
            "arcs": net.topology.shapes[index],
            "point": _degrees(points[index]),
            "spells": list(map(_spell, chains[name])),
        }
        for index, (name, (_, row)) in enumerate(zip(net.names, here.iterrows(), strict=True))
    ]
    return {
        "name": words(about, "name"),
        "frame": about["frame"],
        "proj": about["projection"],
        "arcs": [[n for step in arc for n in step] for arc in encode_arcs(net.topology.arcs)],
        "territories": territories,
        "borders": [
            [arc, *sides, number.get(net.line[arc], -1)]
            for arc, sides in enumerate(net.sides)
            if len(sides) == 2  # noqa: PLR2004
        ],
        "coast": _coast(net.topology.arcs, net.sides, about["frame"]),
        "lines": list(map(_line, reading.records(atlas.lines.loc[lines]))),
        "lakes": [f["geometry"]["coordinates"][0] for f in lakes if f["properties"]["theatre"] == theatre],
        "rivers": river_records(overlays, theatre),
    }


def _largest(shape: shapely.Geometry) -> shapely.Geometry:
    parts: list[shapely.Polygon] = list(shapely.get_parts(shape))
    return max(parts, key=lambda part: part.area)


def _degrees(point: shapely.Point) -> list[float]:
    return [round(point.x, PLACES), round(point.y, PLACES)]


def _coast(arcs: list[Any], sides: list[list[int]], frame: list[float]) -> list[int]:
    """Return the arcs with land on one side that are not the window's own edge."""
    west, south, east, north = frame
    coast = []
    for index, owners in enumerate(sides):
        if len(owners) == 1:
            x, y = np.asarray(arcs[index]).T
            if not (np.isin(x, (west, east)) | np.isin(y, (south, north))).all():
                coast.append(index)
    return coast


def _spell(spell: Record) -> Record:
    keys = ("from", "to", "controller", "sovereign", "status", "rule", "confidence", "note")
    return {**{key: spell[key] for key in keys}, "source": schema.parse_citations(spell["source"])}


def _line(line: Record) -> Record:
    return {
        "id": line["id"],
        "name": line["name"],
        "kind": line["kind"],
        "certainty": line["certainty"],
        "km": line["accuracy_km"],
        "source": schema.parse_citations(line["source"]),
        "note": line["note"],
    }


def event_records(joined: gpd.GeoDataFrame, atlas: Atlas) -> list[Record]:
    """Return the events, each with where it fell and who held the place, in the order of time."""
    theatre = atlas.territories["theatre"].to_dict()
    chains = records_of(atlas.spells)
    records = []
    for event in reading.records(joined.sort_values(["earliest", "latest", "id"])):
        territory = event["territory"]
        candidates: list[Record] = []
        if territory:
            live = spells_within(chains[territory], event["earliest"], event["latest"])
            keys = ["controller", "sovereign", "status", "from", "to"]
            candidates = [{"territory": territory, **{key: spell[key] for key in keys}} for spell in live]
        records.append(
            {
                **{k: event[k] for k in ("id", "date", "earliest", "latest", "qualifier", "place", "theme")},
                "lon": round(event["lon"], PLACES),
                "lat": round(event["lat"], PLACES),
                "title": words(event, "title"),
                "text": words(event, "text"),
                "essay": words(event, "essay"),
                "correction": words(event, "correction"),
                "source": schema.parse_citations(event["source"]),
                "confidence": event["confidence"],
                "join": {
                    "match": event["match"],
                    "border_km": None if pd.isna(event["border_km"]) else event["border_km"],
                    "theatre": theatre.get(territory),
                    "candidates": candidates,
                },
            }
        )
    return records


def place_records(places: pd.DataFrame) -> list[Record]:
    """Return the towns with the names that they bore, and those that Polish has for them (see `_dated_names`).

    A town without a Polish name has none here: the page then takes the dated name before the English one.
    """
    return [
        {
            "id": place["id"],
            "lon": place["lon"],
            "lat": place["lat"],
            "rank": int(place["rank"]),
            "name": {"en": place["name"], **({"pl": place["name_pl"]} if place["name_pl"] else {})},
            "names": _dated_names(place["names"]),
            "names_pl": _dated_names(place["names_pl"]),
            "today": place["today"],
        }
        for _, place in places.sort_values(["rank", "id"]).iterrows()
    ]


def _dated_names(cell: str) -> list[list[str]]:
    """Return the names of a cell: [[name, first day, first day of the next] ...]."""
    pairs = [part.rsplit(" ", 1) for part in schema.parts(cell)]
    return [[name, *span.split("/")] for name, span in pairs]


def check_places(file: str, places: pd.DataFrame) -> list[Problem]:
    """Return a problem for every dated name that cannot be read, or that begins before the one it follows has ended."""
    faults = []
    for row, place in places.iterrows():
        for column in ("names", "names_pl"):
            before = ""
            for part in schema.parts(place[column]):
                name, _, span = part.rpartition(" ")
                first, _, last = span.partition("/")
                if not name or schema.calendar_day(first) or schema.calendar_day(last) or first >= last:
                    hint = "Write it as 'Wilno 1918-11-11/1939-10-28', the second day being the first of the next name."
                    faults.append(Problem(file, f"row {row}", column, f"'{part}' is no dated name", hint))
                    continue
                if first < before:
                    message = f"'{part}' begins before {before}, the end of the name before it"
                    hint = "Put the names in the order of time; a day has one name."
                    faults.append(Problem(file, f"row {row}", column, message, hint))
                before = last
    return faults


def read_lakes(geodata: Path) -> list[Record]:
    """Read the lakes of the base geometry; a folder of dated polygons has none."""
    path = geodata / "base" / "lakes.geojson"
    if (geodata / schema.BOUNDARIES.file).exists() and not path.exists():
        return []
    problems: list[Problem] = []
    features = reading.read_features(path, problems)
    if problems:
        raise DataError(problems)
    return features


def map_record(
    spec: MapSpec,
    atlas: Atlas,
    theatres: dict[str, Record],
    events: list[Record],
    places: list[Record],
    overlays: dict[str, list[Record]],
    catalogues: dict[str, Record],
    stamp: str,
) -> Record:
    """Return all that one page is told.

    Events and places are kept if they lie in one of its windows, events also if they lie in no window of the atlas
    (they have no mark on the map, and stand in the list). Only polities and sources that something names are kept.
    """
    unknown = [name for name in spec.theatres if name not in theatres]
    if unknown:
        raise CallError(f"map {spec.id} wants the theatre {unknown[0]}, which is none")
    land = {name: theatres[name] for name in spec.theatres}
    frames = [record["frame"] for record in land.values()]
    others = [record["frame"] for name, record in theatres.items() if name not in land]
    told = [e for e in events if e["join"]["theatre"] in land or _within(e, frames) or not _within(e, others)]
    towns = [p for p in places if _within(p, frames)]
    spells = [s for t in land.values() for territory in t["territories"] for s in territory["spells"]]
    movements, railways = ([r for r in overlays[key] if r["theatre"] in land] for key in ("movements", "railways"))
    shown = {territory["id"] for t in land.values() for territory in t["territories"]}
    agreements = [a for a in overlays["agreements"] if shown & {territory for territory, _ in a["assign"]}]
    recognitions = [r for r in overlays["recognitions"] if shown & set(r["territories"])]
    powers = {s[key] for s in spells for key in ("controller", "sovereign")}
    powers |= {sphere for a in agreements for _, sphere in a["assign"]} | {m["polity"] for m in movements}
    powers |= {name for r in recognitions for name in (r["by"], r["of"], r["as"]["controller"], r["as"]["sovereign"])}
    powers |= {one.strip() for r in railways for s in r["spells"] for one in s["owner"].split("|")}
    cites = (*spells, *told, *spec.story, *agreements, *recognitions, *movements, *railways)
    cites += tuple(spell for railway in railways for spell in railway["spells"])
    keys = {key for record in cites for key, _ in record["source"]}
    keys |= {key for t in land.values() for line in t["lines"] for key, _ in line["source"]}
    return {
        "version": "1",
        "stamp": stamp,
        "map": {
            "id": spec.id,
            "title": spec.title,
            "lede": spec.lede,
            "date": spec.date,
            "from": STUDY_START,
            "to": shift(STUDY_END, -1),
            "theatres": spec.theatres,
            "layers": spec.layers,
            "views": {theatre: spec.views.get(theatre, _whole(land[theatre]["frame"])) for theatre in spec.theatres},
            "story": spec.story,
        },
        "theatres": land,
        "polities": {
            key: {
                "name": words(row, "name"),
                "today": row["today"],
                "colour": row["colour"],
                "note": row["note"],
            }
            for key, row in atlas.polities.iterrows()
            if key in powers
        },
        "sources": {
            key: {"text": citation(atlas.sources[key]), "bibtex": bibtex(key, atlas.sources[key])}
            for key in sorted(keys)
        },
        "events": told,
        "places": towns,
        "agreements": agreements,
        "recognitions": recognitions,
        "movements": movements,
        "railways": railways,
        "i18n": catalogues,
    }


def _whole(frame: list[float]) -> list[float]:
    """Return the [latitude, longitude, zoom] that shows a window."""
    west, south, east, north = frame
    return [(south + north) / 2, (west + east) / 2, 3]


def _within(point: Record, frames: list[list[float]]) -> bool:
    """Tell whether a point lies in one of some windows."""
    return any(w <= point["lon"] <= e and s <= point["lat"] <= n for w, s, e, n in frames)


def script_safe(record: Record) -> str:
    """Return JSON that may stand inside a script element: nothing in it can end or open one."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=False, allow_nan=False)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text
