"""What a page is told: one record of plain values, ready for JSON, made from the geodata and the map's TOML.

No HTML and no folium here. Coordinates are whole units of 1e-4 degree (EPSG:4326, longitude first) in arcs, the first
vertex absolute and the others as steps, all in one flat list, and degrees elsewhere. Days are ISO text, intervals
half-open, but for a movement, whose last day is included.
"""

from __future__ import annotations

import base64
import gzip
import json
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from mapper import reading, schema
from mapper.administrations import COLUMN
from mapper.arcs import network
from mapper.atlas import records_of
from mapper.belligerents import edges, wars
from mapper.cache import cached
from mapper.captures import AND
from mapper.claimed import claim_records
from mapper.coast import LAND
from mapper.dated import dated_names
from mapper.doubts import EARLIEST, LATEST, spells_within
from mapper.gazetteer import gazetteer, waters
from mapper.geometry import PLACES, encode_arcs, project, thinned
from mapper.glossary import translator
from mapper.overlaid import overlay_records, river_records
from mapper.placing import point_chains
from mapper.sources import bibtex, citation
from mapper.vouched import Vouched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mapper.about import About, Theatre, Words
    from mapper.geodata import Geodata
    from mapper.maps import MapSpec

COARSEST = 8000.0  # metres a pixel at zoom 0
ZOOM_RATIO = 1.6  # from one zoom to the next, as in the page's scripts
DEEPEST = 9  # the last zoom
# A line on a page may stray from that of the data by half a pixel at the last zoom, and by so many metres at most.
MOST_ASTRAY = 400.0
WIDE = 250.0  # metres astray from which on a decimal less of a coordinate is as good
PLANE = ("window", "proj", "coarsest")  # what a map of a theatre is made by
PLATE = (1000, 720)  # pixels: the map of a desktop
FITS = (0.9, 6.0)  # zooms between which a window fits a plate well enough

Record = dict[str, Any]
Window = tuple[float, float, float, float]  # west, south, east, north in degrees


class Recorder:
    """Makes the records of a folder's maps; what they have in common is made once.

    ``theatres`` are those that any of the maps shows, ``catalogues`` the words of the page in each language, ``stamp``
    names the data.
    """

    def __init__(self, data: Geodata, theatres: Iterable[str], catalogues: Mapping[str, Record], stamp: str) -> None:
        self.data, self.stamp = data, stamp
        self.catalogues = {lang: {**words, **own_words(data.about, lang, words)} for lang, words in catalogues.items()}
        self.land = {name: theatre_record(data, data.about.theatres[name]) for name in sorted(set(theatres))}
        self.events = event_records(data)
        self.places = place_records(data)
        self.overlays = overlay_records(data)
        self.polities = polity_records(data)
        self.vouched = Vouched(data)
        for lang, names in data.glossary.items():
            put = translator(names, catalogues[lang]["railway.and"])
            _add_translations(put, lang, "place", self.events)
            lands = [one for record in self.land.values() for one in record["territories"] if "today" in one]
            _add_translations(put, lang, "today", [*self.places, *lands, *self.polities.values()])

    def record(self, spec: MapSpec) -> Record:
        """Return all that one page is told."""
        return map_record(spec, self)


def _add_translations(put: Callable[[str], str], lang: str, key: str, records: list[Record]) -> None:
    """Set beside a short text its like in another language, where it differs."""
    for record in records:
        own = next(iter(record[key].values()))
        if (words := put(own)) != own:
            record[key][lang] = words


def own_words(about: About, lang: str, words: Mapping[str, str]) -> Words:
    """Return the words that a page takes from the atlas itself: its themes, statuses, years and credits."""
    first = about.languages[0]

    def said(texts: Words) -> str:
        return texts.get(lang) or texts[first]

    years = about.period.years
    span = str(years[0]) if len(years) == 1 else f"{years[0]}\N{EN DASH}{years[-1]}"
    found = {key: text.replace("{years}", span) for key, text in words.items() if "{years}" in text}
    found |= {f"theme.{theme.id}": said(theme.name) for theme in about.themes.values()}
    for status in about.statuses.values():
        found[f"status.{status.id}"] = said(status.name)
        found[f"definition.{status.id}"] = found[f"legend.{status.id}"] = said(status.definition)
    credit, licence = about.credit or said(about.title), about.licence
    given = [
        f"{said(one.what)}: {one.by}{f' ({one.licence})' if one.licence else ''}".removeprefix(": ")
        for one in about.credits
    ]
    own = words["credits.data"].format(credit=credit, licence=licence)
    found["credits"] = ". ".join([own, *(text[:1].upper() + text[1:] for text in given)]) + "."
    found["credits.short"] = " · ".join([*(one.by for one in about.credits), f"{credit} ({licence})"])
    found["years"] = span
    found |= {
        f"claims.{key}": said(text) for key, text in (("text", about.text), ("note", about.text_note)) if text[first]
    }
    return found


def theatre_record(data: Geodata, theatre: Theatre) -> Record:
    """Return the land of one theatre: arcs, territories with their spells, borders, wars, coast, lines and waters.

    A border between two zones whose towns lie so far apart that it is uncertain has a 1 behind its line.
    """
    return {
        **data.atlas.kept("land", [theatre.id], partial(_drawn_record, data, theatre)),
        "lakes": [
            shapely.get_coordinates(lake.exterior).tolist() for lake in shapely.get_parts(data.lakes.get(theatre.id))
        ],
        "rivers": river_records(data, theatre.id),
    }


def _drawn_record(data: Geodata, theatre: Theatre) -> Record:
    """Return what follows from the land alone: arcs, territories with their spells, borders, wars, coast and lines."""
    atlas, first = data.atlas, data.about.languages[0]
    net = network(atlas, theatre.id, PLACES)
    astray = min(MOST_ASTRAY, coarsest(theatre) / ZOOM_RATIO**DEEPEST / 2)
    places = PLACES - (astray > WIDE)
    lines = sorted(set(net.line) - {""})
    number = {name: index for index, name in enumerate(lines)}
    here = atlas.territories.loc[net.names]
    chains = records_of(atlas.spells)
    points = [shapely.point_on_surface(_largest(shape)) for shape in here.geometry]
    territories = [
        {
            "id": name,
            **_described(row, first, data.about),
            "km2": round(float(row["km2"]), 2),
            "arcs": net.topology.shapes[index],
            "point": _degrees(points[index]),
            "spells": list(map(_spell, chains.get(name, []))),
        }
        for index, (name, row) in enumerate(zip(net.names, reading.records(here), strict=True))
    ]
    return {
        "name": theatre.name,
        "window": list(theatre.window),
        "proj": theatre.projection,
        "coarsest": coarsest(theatre),
        "places": places,
        "arcs": [
            [n for step in arc for n in step]
            for arc in encode_arcs(thinned(net.topology.arcs, theatre, astray), places)
        ],
        "territories": territories,
        "borders": [[arc, *pair, number.get(net.line[arc], -1), *far] for arc, pair, far in edges(atlas, net)],
        "wars": [{"sides": war.sides, "days": war.days} for war in wars(atlas.captures, theatre.id)],
        "coast": _coast(net.topology.arcs, net.pairs, theatre.window),
        "lines": list(map(_line, reading.records(atlas.lines.loc[lines]))),
    }


def _largest(shape: shapely.Geometry) -> shapely.Geometry:
    parts: list[shapely.Polygon] = list(shapely.get_parts(shape))
    return max(parts, key=lambda part: part.area)


def _degrees(point: shapely.Point) -> list[float]:
    return [round(point.x, PLACES), round(point.y, PLACES)]


def _described(row: Mapping[str, Any], first: str, about: About) -> Record:
    """Return the name of a territory, and what is said of it; a zone names its territory and its towns."""
    if row["part_of"]:
        return {"of": row["part_of"], "towns": row["towns"].split(AND)}
    return {"name": about.words(row, "name"), "today": {first: row["today"]}, "note": row["note"]}


def _coast(arcs: list[Any], pairs: list[list[tuple[int, int]]], window: Window) -> list[int]:
    """Return the arcs with land on one side that are not the window's own edge."""
    west, south, east, north = window
    coast = []
    for index, both in enumerate(pairs):
        if not both:
            x, y = np.asarray(arcs[index]).T
            if not (np.isin(x, (west, east)) | np.isin(y, (south, north))).all():
                coast.append(index)
    return coast


def _spell(spell: Record) -> Record:
    keys = ("from", "to", "controller", "sovereign", "status", "rule", "confidence", "note")
    governed = {COLUMN: spell[COLUMN]} if spell[COLUMN] else {}
    doubt = {"earliest": spell[EARLIEST], "latest": spell[LATEST]} if spell[LATEST] else {}
    return {**{key: spell[key] for key in keys}, **doubt, **governed, "source": schema.parse_citations(spell["source"])}


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


def event_records(data: Geodata) -> list[Record]:
    """Return the events, each with where it fell and who held the place, in the order of time."""
    atlas, words, first = data.atlas, data.about.words, data.about.languages[0]
    theatre = atlas.territories["theatre"].to_dict()
    events = data.events.sort_values(["earliest", "latest", "id"])
    chains = point_chains(data.ground, events[["lon", "lat"]].to_numpy(dtype=float))
    records = []
    for event, chain in zip(reading.records(events), chains, strict=True):
        territory = event["territory"]
        candidates: list[Record] = []
        if territory and chain[0]["controller"] != LAND:
            live = spells_within(chain, event["earliest"], event["latest"])
            keys = ["controller", "sovereign", "status", "from", "to"]
            candidates = [{"territory": territory, **{key: spell[key] for key in keys}} for spell in live]
        records.append(
            {
                **{k: event[k] for k in ("id", "date", "earliest", "latest", "qualifier", "theme")},
                "place": {first: event["place"]},
                "lon": round(event["lon"], PLACES),
                "lat": round(event["lat"], PLACES),
                "title": words(event, "title"),
                "also": data.aliases["event"].get(event["id"], []),
                "text": words(event, "text"),
                "essay": words(event, "essay"),
                "correction": words(event, "correction"),
                "source": schema.parse_citations(event["source"]),
                "confidence": event["confidence"],
                "join": {
                    "match": event["match"],
                    "border_km": None if pd.isna(event["border_km"]) else event["border_km"],
                    "border": event["border"],
                    "theatre": theatre.get(territory),
                    "candidates": candidates,
                },
            }
        )
    return records


def place_records(data: Geodata) -> list[Record]:
    """Return the towns with the names that they bore, and those that each language has for them (see `dated_names`).

    A town without a name in a further language has none here: the page then takes the dated name before the first
    language's.
    """
    first = data.about.languages[0]
    return [
        {
            "id": place["id"],
            "lon": place["lon"],
            "lat": place["lat"],
            "rank": int(place["rank"]),
            "name": data.about.words(place, "name"),
            "names": _names(place, data.about.languages),
            "today": {first: place["today"]},
            "also": data.aliases["place"].get(place["id"], []),
        }
        for place in reading.records(data.places.sort_values(["rank", "id"]))
    ]


def _names(record: Mapping[str, str], languages: Sequence[str]) -> dict[str, list[list[str]]]:
    """Return the dated names of a record in the first language, and in each other that has any."""
    first, *more = languages
    others = {lang: dated for lang in more if (dated := dated_names(record[f"names_{lang}"]))}
    return {first: dated_names(record["names"]), **others}


def polity_records(data: Geodata) -> dict[str, Record]:
    """Return the polities by id."""
    first = data.about.languages[0]
    return {
        row["id"]: {
            "name": data.about.words(row, "name"),
            "names": _names(row, data.about.languages),
            "today": {first: row["today"]},
            "colour": row["colour"],
            "note": row["note"],
            "also": data.aliases["polity"].get(row["id"], []),
        }
        for row in reading.records(data.atlas.polities)
    }


def map_record(spec: MapSpec, recorder: Recorder) -> Record:
    """Return all that one page is told.

    Events and places are kept if they lie in one of its windows, events also if they lie in no window of the atlas
    (they have no mark on the map, and stand in the list). Only polities and sources that something names are kept.
    """
    data, theatres, overlays = recorder.data, recorder.land, recorder.overlays
    about, cited = data.about, data.atlas.sources
    land = {name: theatres[name] for name in spec.theatres}
    windows = [record["window"] for record in land.values()]
    others = [theatre.window for name, theatre in about.theatres.items() if name not in land]
    told = [e for e in recorder.events if e["join"]["theatre"] in land or within(e, windows) or not within(e, others)]
    spells = [s for t in land.values() for territory in t["territories"] for s in territory["spells"]]
    movements, railways = ([r for r in overlays[key] if r["theatre"] in land] for key in ("movements", "railways"))
    shown = {territory["id"] for t in land.values() for territory in t["territories"]}
    agreements = [a for a in overlays["agreements"] if shown & {territory for territory, *_ in a["assign"]}]
    recognitions = [r for r in overlays["recognitions"] if shown & set(r["territories"])]
    administrations = [a for a in overlays["administrations"] if shown & set(a["territories"])]
    campaigns = [c for c in overlays["campaigns"] if shown & set(c["territories"])]
    powers = {s[key] for s in spells for key in ("controller", "sovereign")}
    powers |= {sphere for a in agreements for _, sphere, *_ in a["assign"]} | {m["polity"] for m in movements}
    powers |= {a["ended_by"] for a in agreements if a["ended_by"]}
    powers |= {name for r in recognitions for name in (r["by"], r["of"], r["as"]["controller"], r["as"]["sovereign"])}
    powers |= {one.strip() for r in railways for s in r["spells"] for one in s["owner"].split("|")}
    powers |= {step["as"] for step in spec.story if step["as"]}
    cites = (*spells, *administrations, *told, *spec.story, *agreements, *recognitions, *movements, *railways)
    cites += tuple(spell for railway in railways for spell in railway["spells"])
    keys = {key for record in cites for key, _ in record["source"]}
    keys |= {key for t in land.values() for line in t["lines"] for key, _ in line["source"]}
    vouched = {
        "events": told,
        "agreements": agreements,
        "recognitions": recognitions,
        "movements": movements,
        "railways": railways,
        "administrations": administrations,
    }
    return {
        "version": recorder.data.about.version,
        "stamp": recorder.stamp,
        "map": {
            "id": spec.id,
            "title": spec.title,
            "lede": spec.lede,
            "date": spec.date,
            "from": about.period.first,
            "to": about.period.last,
            "theatres": spec.theatres,
            "layers": spec.layers,
            "views": {name: spec.views.get(name, whole_view(about.theatres[name])) for name in spec.theatres},
            "towns": spec.towns,
            "story": spec.story,
        },
        "about": about_record(about),
        "theatres": land,
        "polities": {key: polity for key, polity in recorder.polities.items() if key in powers},
        "sources": {
            key: {"text": citation(cited[key]), "bibtex": bibtex(key, data.atlas.evidence.located(key, cited[key]))}
            for key in sorted(keys)
        },
        "events": told,
        "places": [_named(p, spec.towns) for p in recorder.places if within(p, windows)],
        "towns": gazetteer(data.towns, windows, about.languages[1:]),
        "waters": waters(data.waters, about, windows),
        "administrations": administrations,
        "campaigns": campaigns,
        "agreements": agreements,
        "recognitions": recognitions,
        "movements": movements,
        "railways": railways,
        "evidence": recorder.vouched.record(shown, vouched),
        "claims": claim_records(data, spec, {event["id"] for event in told}),
        "maps": [],  # where there are others beside it, `mapper.beside` says so
        "elsewhere": [],
        "i18n": recorder.catalogues,
    }


def _named(place: Record, towns: Sequence[str]) -> Record:
    """Return a town as a map has it: those that it always names are of the first rank."""
    return {**place, "rank": 1} if place["id"] in towns else place


def about_record(about: About) -> Record:
    """Return what a page is told of the atlas: languages, glyphs of themes, patterns of own statuses, licence, URI."""
    return {
        "languages": list(about.languages),
        "themes": {theme.id: theme.glyph for theme in about.themes.values()},
        "patterns": {status.id: status.pattern for status in about.statuses.values()},
        "licence": about.licence,
        "uri": about.uri,
    }


def coarsest(theatre: Theatre) -> float:
    """Return the metres a pixel at zoom 0: the same in all theatres of like size, so that lands compare by eye.

    In a window far smaller or larger than a continent zoom 2 fills the plate.
    """
    zoom = _fitting_zoom(theatre)
    far = not FITS[0] <= zoom <= FITS[1]
    return round(COARSEST * ZOOM_RATIO ** (2 - zoom), 3) if far else COARSEST


def _fitting_zoom(theatre: Theatre, metres: float | None = None) -> float:
    """Return the zoom at which a window fills a plate of `PLATE` pixels, by the metres a pixel at zoom 0."""
    west, south, east, north = theatre.window
    across = np.linspace(west, east, 25), np.linspace(south, north, 25)
    sides = [(x, y) for x in across[0] for y in (south, north)] + [(x, y) for y in across[1] for x in (west, east)]
    flat = project(theatre, np.array(sides))
    width, height = flat.max(axis=0) - flat.min(axis=0)
    pixel = max(width / PLATE[0], height / PLATE[1])
    return float(np.log((metres or COARSEST) / pixel) / np.log(ZOOM_RATIO))


def whole_view(theatre: Theatre) -> list[float]:
    """Return the [latitude, longitude, zoom] that shows a window whole on a desktop's plate."""
    west, south, east, north = theatre.window
    zoom = np.floor(_fitting_zoom(theatre, coarsest(theatre)) * 4) / 4
    return [(south + north) / 2, (west + east) / 2, float(zoom)]


def within(point: Record, windows: Iterable[Sequence[float]]) -> bool:
    """Tell whether a point lies in one of some windows."""
    return any(w <= point["lon"] <= e and s <= point["lat"] <= n for w, s, e, n in windows)


def packed(record: Record) -> str:
    """Return a record as a page carries it: in lines, in which nothing can end a script.

    A line is JSON in base64. The first holds the planes of the theatres, which a page needs before all else; what
    follows is compressed by gzip: a line for all but the theatres, and one for each theatre, for what is large and
    seldom changes is taken from the cache.
    """
    planes = {name: {key: theatre.get(key) for key in PLANE} for name, theatre in record["theatres"].items()}
    theatres = [json_bytes({name: theatre}) for name, theatre in record["theatres"].items()]
    first = _compressed(json_bytes({key: value for key, value in record.items() if key != "theatres"}))
    lines = [json_bytes(planes), first, *(cached("packed", [text], partial(_compressed, text)) for text in theatres)]
    return "\n".join(base64.b64encode(line).decode() for line in lines)


def json_bytes(record: Record) -> bytes:
    """Return a record as JSON without spaces, in UTF-8."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _compressed(text: bytes) -> bytes:
    return gzip.compress(text, compresslevel=9, mtime=0)


def unpacked(text: str) -> Record:
    """Return the record in a packed text."""
    _, *lines = text.split("\n")
    first, *theatres = (json.loads(gzip.decompress(base64.b64decode(line))) for line in lines)
    return {**first, "theatres": {name: theatre for one in theatres for name, theatre in one.items()}}
