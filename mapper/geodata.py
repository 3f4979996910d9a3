"""A geodata folder, read whole: its land and power, events, places, overlays and words, checked and joined."""

from __future__ import annotations

import contextlib
import ctypes
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from mapper import schema
from mapper.about import read_about
from mapper.arrows import contradictions
from mapper.atlas import Atlas, collect_atlas
from mapper.cache import cached_each
from mapper.claims import read_claims
from mapper.dated import check_names
from mapper.errors import Problem, Problems
from mapper.events import collect_events
from mapper.evidence import COLUMNS, check_records, key_of
from mapper.geometry import read_topojson
from mapper.glossary import named_in_each, read_glossary
from mapper.ground import Ground
from mapper.opening import is_data, is_there
from mapper.overlays import Overlays, collect_overlays
from mapper.placing import check_held_by, columns_of, place_points
from mapper.reading import Reader
from mapper.scope import out_of_scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import shapely

    from mapper.about import About

STAGES = ("reading the geodata", "joining the events")


@dataclass(frozen=True)
class Geodata:
    """A geodata folder, read, checked and joined.

    ``events`` has the columns of ``events.csv``, those of `mapper.placing.COLUMNS`, the event's own ``record`` and
    ``level``, and ``earliest`` and ``latest``, ISO days, both included; ``places``, ``towns``, ``waters``, ``anchors``
    and ``official_areas`` are the tables of those names, ``towns`` with the names of `mapper.glossary.named_in_each`;
    ``claims`` are those of ``essay.csv``; ``glossary`` maps a
    language to its names of places; ``lakes`` are those of each theatre; ``aliases`` are the further names of a
    ``place``, a ``polity``, an ``event`` and an ``agreement``, by id; ``ground`` is what points are joined to. All
    geometry is EPSG:4326, longitude first.
    """

    about: About
    atlas: Atlas
    events: gpd.GeoDataFrame
    places: pd.DataFrame
    overlays: Overlays
    glossary: dict[str, dict[str, str]]
    lakes: dict[str, shapely.MultiPolygon]
    aliases: dict[str, dict[str, list[str]]]
    ground: Ground
    towns: pd.DataFrame
    waters: pd.DataFrame
    anchors: pd.DataFrame
    official_areas: pd.DataFrame
    claims: pd.DataFrame

    @cached_property
    def warnings(self) -> list[Problem]:
        """What is amiss and stops nothing: in land, arrows, works cited outside their years, names of files."""
        file = str(self.atlas.geodata / schema.TABLES["movements"].file)
        arrows = contradictions(self.atlas, self.overlays.movements, file)
        cited = out_of_scope(self.records, self.atlas.sources)
        return [*self.atlas.warnings, *arrows, *cited, *_misnamed(self.atlas.geodata)]

    @cached_property
    def records(self) -> pd.DataFrame:
        """A row for each record that has a level, with the columns `mapper.evidence.COLUMNS`."""
        theatres = self.atlas.territories["theatre"]
        overlays, captures = self.overlays, self.atlas.captures
        campaigns = {name: campaign.theatre for name, campaign in captures.campaigns.items()}
        railways = {name: line["theatre"] for name, line in overlays.railways.items()}
        spells, events, seen = self.atlas.spells, self.events, overlays.recognitions
        governed = self.atlas.administrations
        movements = pd.DataFrame(
            list(overlays.movements.values()), columns=["record", "level", "theatre", "from", "to", "source"]
        )
        last = spells.groupby("record")["to"].transform("max")  # a campaign cuts a spell
        told = {
            "agreements": overlays.agreements.assign(theatre=""),
            "events": events.assign(**{"from": events["earliest"], "theatre": events["territory"].map(theatres)}),
            "recognitions": seen.assign(theatre=[theatres[schema.parts(one)[0]] for one in seen["territories"]]),
            "spells": spells.assign(theatre=spells["territory"].map(theatres), to=last).drop_duplicates("record"),
            "railway_spells": overlays.railway_spells.assign(theatre=overlays.railway_spells["railway"].map(railways)),
            "movements": movements,
            "administrations": governed.assign(
                theatre=[theatres[schema.parts(one)[0]] for one in governed["territories"]]
            ),
            "captures": captures.table.assign(
                **{"from": captures.table["date"], "theatre": captures.table["campaign"].map(campaigns)}
            ),
        }
        frames = [
            pd.DataFrame(frame).assign(
                table=name,
                year=frame["from"].str[:4],
                until=frame.get("to", frame["from"]).str[:4],
                rule=frame.get("rule", ""),
                contradicted=list(map(self.atlas.evidence.contradicted, frame["record"])),
            )
            for name, frame in told.items()
        ]
        return pd.concat(frames, ignore_index=True)[list(COLUMNS)].fillna("")


def load(geodata: Path) -> Geodata:
    """Read a geodata folder whole.

    Raises
    ------
    CallError
        If the folder is not there or is no geodata folder.
    DataError
        With every problem found.
    """
    problems = Problems()
    data = collect(geodata, problems)
    problems.stop()
    return data


def collect(geodata: Path, problems: Problems, tell: Callable[[str], object] = str) -> Geodata:
    """Read a geodata folder whole and join its events; every problem goes to the collector.

    ``tell`` is called with the stage that begins.
    """
    tell(STAGES[0])
    about = read_about(geodata, problems)
    reader = Reader(geodata, about, problems)
    atlas = collect_atlas(reader)
    _hand_back()
    whole = not problems  # a map with holes would contradict sound events
    events = collect_events(reader)
    atlas.sources.update((key, {"ENTRYTYPE": "misc", "title": title}) for key, title in reader.added["sources"].items())
    places = reader.table("places")
    check_names(reader, "places", places)
    named = {name: reader.table(name) for name in ("towns", "waters")}
    for name, frame in {"places": places, **named}.items():
        reader.swapped(name, frame, about.windows)
    named["towns"] = named_in_each(reader, named["towns"])
    overlays = collect_overlays(reader, reader.ids("lines", atlas.lines.index), atlas.evidence)
    checks = {name: reader.table(name) for name in ("anchors", "official_areas")}
    for name, frame in checks.items():
        reader.references(name, frame)
    reader.listed("official_areas", checks["official_areas"]["territories"], reader.known["territories"])
    happened = reader.ids("events", events["id"])
    aliases = _read_aliases(
        reader,
        {
            "place": reader.ids("places", places["id"]),
            "polity": reader.known["polities"],
            "event": happened,
            "agreement": reader.ids("agreements", overlays.agreements["id"]),
        },
    )
    claims = read_claims(reader, happened)
    tell(STAGES[1])
    ground = Ground(atlas)
    if whole:
        events = _placed(events, ground)
        check_held_by(events, str(reader.path("events")), problems)
    glossary, lakes = read_glossary(reader, places), _read_lakes(reader)
    graded = gpd.GeoDataFrame(atlas.evidence.graded("events", events))
    data = Geodata(
        about, atlas, graded, places, overlays, glossary, lakes, aliases, ground, **named, **checks, claims=claims
    )
    if not problems:  # a record that was left out would seem to be missing
        lines = {key_of("lines", {"id": name}) for name in atlas.lines.index}
        check_records(reader, atlas.evidence, set(data.records["record"]) | lines)
    return data


def _hand_back() -> None:
    """Give the memory that reading took back to the system: glibc would keep twice the size of a file of polygons."""
    with contextlib.suppress(OSError, AttributeError):  # another system has another library
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _misnamed(geodata: Path) -> list[Problem]:
    """Return each file whose name is almost that of a table which is not there."""
    lacking = [table.file for table in schema.TABLES.values() if not is_there(geodata / table.file)]
    near = {path: get_close_matches(path.name, lacking, 1, 0.8) for path in sorted(geodata.iterdir()) if is_data(path)}
    return [
        Problem(str(path), "", "", "no file of this name is read", f"If it is that table, call it {names[0]}.")
        for path, names in near.items()
        if names and path.name not in {table.file for table in schema.TABLES.values()}
    ]


def _placed(events: gpd.GeoDataFrame, ground: Ground) -> gpd.GeoDataFrame:
    """Return the events with the columns of the join."""
    xy = events.geometry.get_coordinates().to_numpy(dtype=float)
    first, last = (events[column].to_numpy(dtype="datetime64[D]") for column in ("earliest", "latest"))

    def place(some: list[int]) -> list[tuple[Any, ...]]:
        found = place_points(ground, xy[some], first[some], last[some])
        return list(zip(*(column.tolist() for column in found.values()), strict=True))

    keys = [f"{x} {y} {a} {b}".encode() for (x, y), a, b in zip(xy.tolist(), first, last, strict=True)]
    stamp = ground.atlas.stamp
    rows = cached_each("placed", [stamp.encode()], keys, place) if stamp else place(list(range(len(keys))))
    joined = pd.DataFrame(rows, columns=list(columns_of(borders=True)), index=events.index)
    return events.assign(**joined.astype({"border_km": float}))


def _read_lakes(reader: Reader) -> dict[str, shapely.MultiPolygon]:
    """Read the lakes of the base geometry, by theatre; a folder may have none."""
    path = reader.geodata / "base" / "lakes.topojson"
    if not is_there(path):
        return {}
    found, theatres, _ = read_topojson(path, reader.problems, "lakes")
    for theatre in theatres:
        if theatre not in reader.about.theatres:
            message = f"{theatre!r:.80} is no theatre of the atlas"
            reader.problems.add(path, "lakes", "id", message, "Correct it.")
    return {theatre: found.polygon(number) for number, theatre in enumerate(theatres)}


def _read_aliases(reader: Reader, known: dict[str, set[str]]) -> dict[str, dict[str, list[str]]]:
    """Read the further names by which records are found, of some kinds; tell those of nothing that there is."""
    found: dict[str, dict[str, list[str]]] = {kind: {} for kind in known}
    for row, alias in reader.table("aliases").iterrows():
        kind, name = alias["of"], alias["id"]
        if name not in known[kind]:
            hint = f"Correct the id, or add the {kind}."
            reader.problems.add(reader.path("aliases"), f"row {row}", "id", f"there is no {kind} '{name}'", hint)
        found[kind].setdefault(name, []).append(alias["name"])
    return found
